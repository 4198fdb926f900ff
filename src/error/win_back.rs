//! Why a deal cannot be lost, asked about, revived or buried, as it is shown.

use crate::domain::customer::WinBackError;
use crate::domain::deal::Status;
use crate::domain::id::DealId;

use super::{CommandError, ErrorKind};

/// What to type where a lost deal is asked for: how one that may be lost is said to be, and which ones are.
pub(crate) fn hint_of_lost(deal: Option<(DealId, Status)>) -> String {
    let lists = "deals list --status lost lists those that are";
    match deal {
        Some((deal, status)) if status.is_live() || status == Status::Prospect => {
            format!("deals lost {deal} --reason REASON says that it is; {lists}")
        }
        _ => lists.to_owned(),
    }
}

impl From<WinBackError> for CommandError {
    fn from(error: WinBackError) -> Self {
        let hint = match &error {
            WinBackError::LostAlready { deal, .. } => format!(
                "correct what is known of it: deals edit {deal} --lost-reason REASON --lost-to NAME"
            ),
            WinBackError::Settled { deal } => format!(
                "take back what is not so: deals mark {deal} RUNG --undo; deals remind TARGET DATE WHAT sets a follow-up"
            ),
            WinBackError::TooEarly { .. } | WinBackError::NotLostYet { .. } => {
                "give that day or a later one".to_owned()
            }
            WinBackError::NoRival { .. } => {
                "name the rival: --rival NAME; reason no-decision and other need none".to_owned()
            }
            WinBackError::NotLost { deal, status } => hint_of_lost(Some((*deal, *status))),
            WinBackError::BuriedAlready { deal } => {
                format!("it can come back all the same: deals revive {deal}")
            }
        };
        let kind = match &error {
            WinBackError::NoRival { .. } => ErrorKind::Usage,
            _ => ErrorKind::Refused,
        };
        Self::from_error(kind, error).hint(hint)
    }
}
