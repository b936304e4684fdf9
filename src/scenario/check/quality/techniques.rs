//! Techniques: whether the file names them as ATT&CK does.

use super::rules::ATTACK;
use super::{Sheet, finding};
use crate::base::Diagnostic;
use crate::playbook::attack::Release;
use crate::playbook::{AttackRow, check_row};
use crate::scenario::Technique;

pub(super) fn check(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    if sheet.scenario.attack.is_empty() {
        return;
    }
    let release = Release::enterprise();
    for (i, technique) in sheet.scenario.attack.iter().enumerate() {
        for wrong in check_row(&release, &row(technique)) {
            let mut said = finding(&ATTACK, wrong.message, sheet.place("attack", i, &["id"]));
            if let Some(help) = wrong.help {
                said = said.help(help);
            }
            found.push(said);
        }
    }
}

/// The technique as a row of a playbook's table.
fn row(technique: &Technique) -> AttackRow {
    let tactics = technique.tactic.split(',').map(str::trim);
    AttackRow {
        tactics: tactics
            .filter(|tactic| !tactic.is_empty())
            .map(str::to_owned)
            .collect(),
        technique_id: technique.id.clone(),
        technique_name: technique.name.clone(),
        sub_technique_name: technique.sub.clone(),
        ..AttackRow::default()
    }
}
