//! Which functions of a module can be on the call stack more than once.

/// Who may call whom. Nodes are numbered from 0.
#[derive(Debug)]
pub(super) struct CallGraph {
    callees: Vec<Vec<usize>>,
}

/// State of the search for one node.
#[derive(Clone, Copy, Debug, Default)]
struct Visit {
    /// Order of discovery, from 1; 0 if undiscovered.
    order: usize,
    /// Earliest node on the path that is known to be reachable.
    low: usize,
    on_path: bool,
}

impl CallGraph {
    pub(super) fn new(nodes: usize) -> Self {
        Self { callees: vec![Vec::new(); nodes] }
    }

    /// Adds a call; one of a node that is not there is ignored.
    pub(super) fn add(&mut self, caller: usize, callee: usize) {
        if callee < self.callees.len()
            && let Some(callees) = self.callees.get_mut(caller)
        {
            callees.push(callee);
        }
    }

    /// For each node, whether it can reach itself: it calls itself, or belongs to a strongly
    /// connected component of several nodes (found by Tarjan's algorithm, without recursion).
    pub(super) fn recursive(&self) -> Vec<bool> {
        let mut search = Search {
            graph: self,
            visits: vec![Visit::default(); self.callees.len()],
            component: Vec::new(),
            recursive: vec![false; self.callees.len()],
            discovered: 0,
        };
        for node in 0..self.callees.len() {
            if search.visit(node).order == 0 {
                search.from(node);
            }
        }
        search.recursive
    }

    fn callee(&self, node: usize, index: usize) -> Option<usize> {
        self.callees.get(node)?.get(index).copied()
    }
}

struct Search<'g> {
    graph: &'g CallGraph,
    visits: Vec<Visit>,
    /// Discovered nodes whose component is not complete.
    component: Vec<usize>,
    recursive: Vec<bool>,
    discovered: usize,
}

impl Search<'_> {
    fn visit(&self, node: usize) -> Visit {
        self.visits.get(node).copied().unwrap_or_default()
    }

    fn update(&mut self, node: usize, change: impl FnOnce(&mut Visit)) {
        if let Some(visit) = self.visits.get_mut(node) {
            change(visit);
        }
    }

    fn discover(&mut self, node: usize) {
        self.discovered += 1;
        let order = self.discovered;
        self.update(node, |visit| *visit = Visit { order, low: order, on_path: true });
        self.component.push(node);
    }

    fn from(&mut self, start: usize) {
        self.discover(start);
        // Nodes on the path, each with the index of the callee to look at next.
        let mut path = vec![(start, 0)];
        while let Some((node, next)) = path.last_mut() {
            let (node, index) = (*node, *next);
            *next += 1;
            match self.graph.callee(node, index) {
                Some(callee) if self.visit(callee).order == 0 => {
                    self.discover(callee);
                    path.push((callee, 0));
                }
                Some(callee) => {
                    let seen = self.visit(callee);
                    if callee == node {
                        self.mark(node);
                    }
                    if seen.on_path {
                        self.update(node, |visit| visit.low = visit.low.min(seen.order));
                    }
                }
                None => {
                    path.pop();
                    self.finish(node);
                    let low = self.visit(node).low;
                    if let Some((caller, _)) = path.last() {
                        self.update(*caller, |visit| visit.low = visit.low.min(low));
                    }
                }
            }
        }
    }

    /// Takes a component off if `node` is the first of it.
    fn finish(&mut self, node: usize) {
        let visit = self.visit(node);
        if visit.low != visit.order {
            return;
        }
        let first = self.component.iter().rposition(|member| *member == node).unwrap_or_default();
        let members = self.component.split_off(first);
        for member in &members {
            self.update(*member, |visit| visit.on_path = false);
            if members.len() > 1 {
                self.mark(*member);
            }
        }
    }

    fn mark(&mut self, node: usize) {
        if let Some(recursive) = self.recursive.get_mut(node) {
            *recursive = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn graph(nodes: usize, calls: &[(usize, usize)]) -> CallGraph {
        let mut graph = CallGraph::new(nodes);
        calls.iter().for_each(|(caller, callee)| graph.add(*caller, *callee));
        graph
    }

    #[test]
    fn recursive_finds_loops_of_any_length() {
        let graph = graph(7, &[(0, 1), (1, 2), (2, 1), (3, 3), (2, 4), (5, 6), (4, 9)]);
        assert_eq!(graph.recursive(), [false, true, true, true, false, false, false]);
    }

    #[test]
    fn recursive_takes_long_chains() {
        let mut calls: Vec<_> = (0..100_000).map(|node| (node, node + 1)).collect();
        assert!(!graph(100_001, &calls).recursive().contains(&true));
        calls.push((100_000, 0));
        assert!(!graph(100_001, &calls).recursive().contains(&false));
    }

    proptest! {
        #[test]
        fn recursive_is_reaching_oneself(calls in prop::collection::vec((0..8_usize, 0..8_usize), 0..16)) {
            let mut reaches = [[false; 8]; 8];
            calls.iter().for_each(|(a, b)| reaches[*a][*b] = true);
            for through in 0..8 {
                for a in 0..8 {
                    for b in 0..8 {
                        reaches[a][b] |= reaches[a][through] && reaches[through][b];
                    }
                }
            }
            let expected: Vec<bool> = (0..8).map(|node| reaches[node][node]).collect();
            prop_assert_eq!(graph(8, &calls).recursive(), expected);
        }
    }
}
