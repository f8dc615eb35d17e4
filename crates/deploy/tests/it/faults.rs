//! Deployments that are killed while others use the chain, records that are damaged or can't be
//! written, and two runs at once: nothing is sent twice, nothing on record is lost, and errors say what
//! to do.

use crate::{resume::assert_same, support::Bench};
use serde_json::json;
use std::{cell::Cell, fs};
use surety_deploy::{DeployError, Event, Journal, Observer, Silent};

/// Kills a run at points that chance picks; the same seed gives the same points.
struct Chance(u64);

impl Observer for Chance {
    fn event(&mut self, event: Event<'_>) -> bool {
        // A run that finds what others did gets at least to where they ended.
        if matches!(event, Event::Begins(_) | Event::Found(_) | Event::Waits(_)) {
            return true;
        }
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        !self.0.is_multiple_of(5)
    }
}

/// Transfers between accounts that have no part in the deployment, until it is done.
async fn load(bench: &Bench, sender: usize, done: &Cell<bool>) -> u64 {
    let [from, to] = [sender, sender + 1].map(|index| bench.node.accounts()[index].address);
    let mut sent = 0;
    while !done.get() {
        bench.rpc("eth_sendTransaction", json!([{ "from": from, "to": to, "value": "0x1" }])).await;
        sent += 1;
    }
    sent
}

#[tokio::test]
async fn killed_at_random_under_load_it_ends_as_if_it_had_not_been() {
    let (whole, killed) = (Bench::new("quiet").await, Bench::new("loaded").await);
    whole.deploy().await;
    let done = Cell::new(false);
    let deploy = async {
        let mut chance = Chance(0x5eed_0005);
        let mut kills = 0;
        while killed.run(&[0, 1, 2], &mut chance).await.unwrap().stopped {
            kills += 1;
        }
        done.set(true);
        kills
    };
    let (kills, first, second) = tokio::join!(deploy, load(&killed, 5, &done), load(&killed, 7, &done));
    assert!(kills > 10 && first > 0 && second > 0, "{kills} kills under {first} and {second} transfers");
    assert_same(&whole, &killed).await;
}

/// Takes the folder of the record away when a step's transaction is mined.
struct Thief<'a>(&'a Bench, u32);

impl Thief<'_> {
    fn hidden(&self) -> std::path::PathBuf {
        self.0.dir().with_extension("hidden")
    }
}

impl Observer for Thief<'_> {
    fn event(&mut self, event: Event<'_>) -> bool {
        if matches!(event, Event::Mined(..)) {
            self.1 += 1;
            if self.1 == 4 {
                fs::rename(self.0.dir(), self.hidden()).unwrap();
                fs::write(self.0.dir(), "in the way").unwrap();
            }
        }
        true
    }
}

#[tokio::test]
async fn a_record_that_cannot_be_written_ends_the_run_and_loses_nothing() {
    let (whole, bench) = (Bench::new("writable").await, Bench::new("unwritable").await);
    whole.deploy().await;
    // From the beginning: nothing may be sent that is not on record.
    let mut journal = bench.journal();
    fs::write(bench.dir(), "in the way").unwrap();
    let error = bench.run_on(&mut journal, &[0, 1, 2], &mut Silent).await.unwrap_err();
    assert!(matches!(&error, DeployError::Journal { .. }), "{error}");
    assert!(error.to_string().contains("412346.json"), "{error}");
    assert_eq!(bench.nonce().await, 0);
    fs::remove_file(bench.dir()).unwrap();
    // In the middle: what is not on record is found.
    let mut thief = Thief(&bench, 0);
    let error = bench.run(&[0, 1, 2], &mut thief).await.unwrap_err();
    assert!(matches!(&error, DeployError::Journal { .. }), "{error}");
    fs::remove_file(bench.dir()).unwrap();
    fs::rename(thief.hidden(), bench.dir()).unwrap();
    bench.deploy().await;
    assert_same(&whole, &bench).await;
}

#[tokio::test]
async fn a_damaged_record_is_an_error_that_leads_on() {
    let bench = Bench::new("damaged").await;
    bench.deploy().await;
    let nonce = bench.nonce().await;
    let path = bench.dir().join("412346.json");
    let good = fs::read(&path).unwrap();
    let open = || Journal::open(bench.dir(), bench.plan.chain_id);
    for cut in (0..good.len() - 2).step_by(good.len() / 100) {
        fs::write(&path, &good[..cut]).unwrap();
        let error = open().unwrap_err().to_string();
        assert!(error.contains("412346.json") && error.contains("move it away"), "cut at {cut}: {error}");
    }
    let mut refused = 0;
    for at in (0..good.len()).step_by(good.len() / 400) {
        let mut bad = good.clone();
        bad[at] ^= 0x10;
        fs::write(&path, &bad).unwrap();
        // Digits may become other digits: the chain is asked about those.
        refused += u32::from(open().is_err());
    }
    assert!(refused > 100, "{refused}");
    fs::remove_file(&path).unwrap();
    let outcome = bench.deploy().await;
    assert_eq!((outcome.sent, bench.nonce().await), (0, nonce));
}

#[tokio::test]
async fn of_two_runs_at_once_none_loses_what_the_other_wrote() {
    let bench = Bench::new("two").await;
    let mut late = bench.journal();
    bench.deploy().await;
    let (nonce, entries) = (bench.nonce().await, bench.journal().entries().to_vec());
    let error = bench.run_on(&mut late, &[0, 1, 2], &mut Silent).await.unwrap_err();
    assert!(error.to_string().contains("another run has written it"), "{error}");
    assert_eq!((bench.nonce().await, bench.journal().entries()), (nonce, &entries[..]));
}
