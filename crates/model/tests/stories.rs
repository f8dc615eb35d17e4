//! The catalogue of stories holds on the model; stories that are wrong, and worlds that differ, are
//! caught at their step.

use alloy_primitives::{Address, Bytes, U256};
use surety_model::Model;
use surety_scenario::catalogue::{BUILT_IN, Item, built_in};
use surety_scenario::interfaces::Interfaces;
use surety_scenario::story::{Story, StoryError, StoryRun, run};
use surety_scenario::world::{Directory, EmittedLog, Moment, Outcome, World};

fn play(text: &str, worlds: impl Fn(&Story) -> Vec<Box<dyn World>>) -> StoryRun {
    let interfaces = Interfaces::suite().unwrap();
    let story = Story::parse("story.toml".as_ref(), text).unwrap_or_else(|e| panic!("{e}"));
    let worlds = worlds(&story);
    run::play(&story, text, &interfaces, worlds, &mut ())
}

fn model(story: &Story) -> Vec<Box<dyn World>> {
    vec![Box::new(Model::alone(story.params.clone()).unwrap())]
}

fn text(name: &str) -> &'static str {
    BUILT_IN.iter().find(|(file, _)| file.contains(name)).map(|(_, text)| *text).unwrap()
}

#[test]
fn every_story_of_the_catalogue_holds() {
    let items = built_in().unwrap();
    assert!(items.len() >= 14);
    for item in items {
        let Item::Story(story, text) = item else { panic!("not a story") };
        let told = play(&text, model);
        assert!(told.failure.is_none(), "{}: {}", story.title, told.failure.unwrap());
        assert_eq!(told.steps.len(), story.steps.len());
    }
}

/// The failure of a built-in story after a change of its text.
fn failure(name: &str, from: &str, to: &str) -> StoryError {
    let original = text(name);
    assert!(original.contains(from), "{from}");
    play(&original.replacen(from, to, 1), model).failure.expect("the change goes unnoticed")
}

#[test]
fn story_fails_at_its_step_when_an_amount_is_wrong() {
    let e = failure("02-", "operator_shares = \"30\"", "operator_shares = \"31\"");
    let StoryError::Expectation { place, differences } = e else { panic!("{e}") };
    assert_eq!(place.step, Some(10));
    assert_eq!(differences[0].field, "operator_shares of olga in steth");
    assert_eq!((differences[0].expected.as_str(), differences[0].got.as_str()), ("31", "30"));
    assert!(place.line > 50, "{place}");
}

#[test]
fn story_fails_when_a_boundary_moves_by_one_block() {
    for (name, from, to) in [
        ("01-", "blocks = 9", "blocks = 10"),
        ("03-", "blocks = 10", "blocks = 9"),
        ("04-", "blocks = 9", "blocks = 10"),
        ("09-", "blocks = 5\nthen", "blocks = 4\nthen"),
        ("15-", "blocks = 8", "blocks = 9"),
        ("20-", "blocks = 3", "blocks = 2"),
    ] {
        assert!(!failure(name, from, to).is_bad_input(), "{name}");
    }
}

#[test]
fn story_fails_when_errors_or_events_are_others() {
    let e = failure("05-", "FullySlashed()", "CurrentlyPaused()");
    assert!(e.to_string().contains("expected revert CurrentlyPaused()"), "{e}");
    let e = failure("11-", "Transfer(steth, burn, 30)", "Transfer(steth, burn, 31)");
    assert!(e.to_string().contains("events"), "{e}");
    let e = failure("05-", "fails_with = \"FullySlashed()\"\n", "");
    assert!(e.to_string().contains("expected success"), "{e}");
}

#[test]
fn story_is_unplayable_when_it_names_what_does_not_exist() {
    for (name, from, to) in [
        ("01-", "withdrawal = \"exit\"", "withdrawal = \"exits\""),
        ("05-", "FullySlashed()", "FullySmashed()"),
    ] {
        let e = failure(name, from, to);
        assert!(e.is_bad_input(), "{e}");
    }
}

/// A model that answers otherwise in one respect.
struct Crooked {
    model: Model,
    bend: fn(&mut Outcome),
    bend_views: bool,
}

impl World for Crooked {
    fn name(&self) -> &'static str {
        "crooked"
    }

    fn directory(&self) -> &Directory {
        self.model.directory()
    }

    fn advance(&mut self, to: Moment) {
        self.model.advance(to);
    }

    fn now(&self) -> Moment {
        self.model.now()
    }

    fn transact(&mut self, from: Address, to: Address, data: &Bytes, value: U256) -> Outcome {
        let mut outcome = self.model.transact(from, to, data, value);
        if !self.bend_views {
            (self.bend)(&mut outcome);
        }
        outcome
    }

    fn view(&mut self, to: Address, data: &Bytes) -> Outcome {
        let mut outcome = self.model.view(to, data);
        if self.bend_views {
            (self.bend)(&mut outcome);
        }
        outcome
    }
}

/// How the model and a crooked one part over the first story.
fn parting(bend: fn(&mut Outcome), bend_views: bool) -> Option<StoryError> {
    let told = play(text("01-"), |story| {
        let honest = Model::alone(story.params.clone()).unwrap();
        let crooked = Crooked { model: honest.clone(), bend, bend_views };
        vec![Box::new(honest), Box::new(crooked)]
    });
    told.failure
}

#[test]
fn worlds_disagree_at_the_step_when_any_byte_differs() {
    assert!(parting(|_| {}, false).is_none());
    let bends: [(fn(&mut Outcome), bool, Option<usize>); 5] = [
        (|o| o.success = !o.success, false, Some(1)),
        (|o| o.output = [o.output.as_ref(), &[0]].concat().into(), false, Some(1)),
        (|o| drop(o.logs.pop()), false, Some(1)),
        (|o| o.logs.iter_mut().for_each(shift), false, Some(1)),
        (|o| o.output = Bytes::from(vec![1; 32]), true, None),
    ];
    for (bend, bend_views, at) in bends {
        match parting(bend, bend_views) {
            Some(StoryError::Disagreement { place, second, .. }) => {
                assert_eq!((place.step, second.as_str()), (at, "crooked"));
            }
            other => panic!("{other:?}"),
        }
    }
}

fn shift(log: &mut EmittedLog) {
    log.emitter = Address::ZERO;
}

#[test]
fn worlds_with_other_addresses_are_refused() {
    let told = play(text("01-"), |story| {
        let honest = Model::alone(story.params.clone()).unwrap();
        let mut elsewhere = honest.directory().clone();
        elsewhere.insert("$dm".to_owned(), Address::repeat_byte(0xee));
        let other = Model::new(story.params.clone(), elsewhere).unwrap();
        vec![Box::new(honest), Box::new(other)]
    });
    assert!(matches!(told.failure, Some(StoryError::Disagreement { .. })));
}
