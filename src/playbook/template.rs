//! Temporary.
use super::{Document, Edit, EditError, Phase, Placeholder, Playbook};
#[derive(Debug, Clone, Copy)]
pub struct Completeness {
    pub steps: usize,
    pub placeholders: usize,
}
impl Completeness {
    pub fn share(&self) -> f32 {
        let small = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
        small(self.steps) / small(self.steps + self.placeholders).max(1.0)
    }
}
pub fn completeness(playbook: &Playbook, phase: Phase) -> Completeness {
    Completeness {
        steps: playbook.steps(phase).len(),
        placeholders: playbook
            .placeholders
            .iter()
            .filter(|p| p.phase == Some(phase))
            .count(),
    }
}
pub fn fill(document: &Document, fillings: &[(&Placeholder, &str)]) -> Result<Vec<u8>, EditError> {
    let edits: Vec<Edit> = fillings
        .iter()
        .map(|(p, text)| Edit {
            span: p.span.clone(),
            replacement: (*text).to_owned(),
        })
        .collect();
    document.apply(&edits)
}
