use super::*;
use crate::player::{Player, Rehearsal};
use crate::scenario::load;

fn contender(player: Player) -> Contender {
    let text = include_bytes!("../../../tests/scenarios/smallest.ron");
    let rehearsal = Rehearsal::new(&load(text).scenario.expect("sound"), Vec::new());
    let cast = rehearsal.cast(1);
    Contender {
        name: player.to_string(),
        card: cast.score(&cast.play(player).entries),
    }
}

#[test]
fn the_better_run_is_the_best_of_its_line() {
    let runs = [contender(Player::Idle), contender(Player::Reference)];
    let lines = figures(&runs);
    let process = lines
        .iter()
        .find(|line| line.name == "Process")
        .expect("there");
    assert_eq!(process.best(), vec![1]);
    let contain = lines
        .iter()
        .find(|line| line.name == "Time to contain")
        .expect("there");
    assert_eq!(contain.values[0], None, "the idle player never contains");
    assert_eq!(contain.best(), vec![1]);
}

#[test]
fn nobody_is_best_among_equals() {
    let runs = [contender(Player::Reference), contender(Player::Reference)];
    assert!(figures(&runs).iter().all(|line| line.best().is_empty()));
}

#[test]
fn a_distribution_says_where_a_score_lies() {
    let scores = Distribution::new(vec![30.0, 10.0, 20.0, 100.0]);
    assert_eq!(scores.percent_below(20.0), Some(25));
    assert_eq!(scores.percent_below(0.0), Some(0));
    assert_eq!(scores.percent_below(101.0), Some(100));
    assert_eq!(scores.median(), Some(20.0));
    assert_eq!(scores.tenths(), [0, 1, 1, 1, 0, 0, 0, 0, 0, 1]);
    assert_eq!(Distribution::default().median(), None);
    assert_eq!(Distribution::default().percent_below(5.0), None);
}
