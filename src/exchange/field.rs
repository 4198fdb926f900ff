//! What a column can hold, and the headers it is known by.

use std::str::FromStr;

use super::ImportError;
use crate::domain::name::fold;

/// What a column of deals can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The deal of ours that a row is about: only our own export has it, and it says that the file is one.
    Uid,
    /// The program that the record id belongs to, in our own export.
    KeySource,
    /// The record id in the program the file comes from.
    Key,
    /// The customer's name. The only field a file must have.
    Account,
    Title,
    Value,
    /// The currency of an amount that does not name its own.
    Currency,
    Stage,
    /// When the deal was won or lost, or is expected to be.
    ClosedOn,
    /// The name of somebody at the account.
    Person,
    Email,
    Phone,
    Note,
    /// Several in a cell are split at commas, semicolons and bars.
    Tags,
}

impl Field {
    /// Every field, in the order they are listed to people.
    pub const ALL: [Self; 14] = [
        Self::Uid,
        Self::KeySource,
        Self::Key,
        Self::Account,
        Self::Title,
        Self::Value,
        Self::Currency,
        Self::Stage,
        Self::ClosedOn,
        Self::Person,
        Self::Email,
        Self::Phone,
        Self::Note,
        Self::Tags,
    ];

    /// Its name in `--map` and in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Uid => "deals_uid",
            Self::KeySource => "deals_source",
            Self::Key => "key",
            Self::Account => "account",
            Self::Title => "title",
            Self::Value => "value",
            Self::Currency => "currency",
            Self::Stage => "stage",
            Self::ClosedOn => "closed_on",
            Self::Person => "person",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Note => "note",
            Self::Tags => "tags",
        }
    }

    /// The headers it is recognised by, as [`bare`] leaves them, in ranks: when several columns of a
    /// file could be this field, the one in the earlier rank is. Within a rank nothing decides, and the
    /// file is asked about: a stage and a status are often both there and mean different things.
    fn known_headers(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Uid => &[&["dealsuid"]],
            Self::KeySource => &[&["dealssource"]],
            Self::Key => &[
                &["opportunityid", "dealid", "recordid", "crmid", "externalid"],
                &["jobnumber", "dealnumber", "opportunitynumber", "dealkey"],
                &["key"],
                &["id"],
            ],
            Self::Account => &[
                &["accountname", "companyname", "customername", "clientname"],
                &["organizationname", "organisationname"],
                &["account", "company", "customer", "client"],
                &["organization", "organisation", "associatedcompany"],
            ],
            Self::Title => &[
                &[
                    "dealname",
                    "dealtitle",
                    "opportunityname",
                    "opportunitytitle",
                ],
                &["title", "deal", "opportunity"],
                &["name"],
                &["product", "productname"],
            ],
            Self::Value => &[
                &["closevalue", "dealvalue", "dealamount", "contractvalue"],
                &["opportunityvalue", "opportunityamount"],
                &["value", "amount"],
                &["total", "totalvalue", "annualvalue", "annualcontractvalue"],
            ],
            Self::Currency => &[
                &["dealcurrency", "amountcurrency", "opportunitycurrency"],
                &["currency", "currencycode", "currencyisocode"],
            ],
            Self::Stage => &[
                &["dealstage", "dealstatus", "opportunitystage", "salesstage"],
                &["stage", "status", "stagename"],
            ],
            Self::ClosedOn => &[
                &[
                    "closedate",
                    "closeddate",
                    "closedon",
                    "closingdate",
                    "dateclosed",
                ],
                &[
                    "expectedclosedate",
                    "expectedcloseon",
                    "expectedclosingdate",
                ],
            ],
            Self::Person => &[
                &[
                    "contactname",
                    "primarycontact",
                    "contactperson",
                    "associatedcontact",
                ],
                &["contact", "person"],
            ],
            Self::Email => &[
                &["contactemail", "personemail", "primarycontactemail"],
                &["email", "emailaddress"],
            ],
            Self::Phone => &[
                &["contactphone", "personphone", "primarycontactphone"],
                &["phone", "phonenumber", "telephone"],
            ],
            Self::Note => &[
                &["note", "notes"],
                &["comment", "comments"],
                &["description"],
            ],
            Self::Tags => &[&["tag", "tags"]],
        }
    }

    /// How exactly a header names this field, 0 the most; `None` when it does not.
    pub(super) fn rank(self, header: &str) -> Option<usize> {
        let bare_header = bare(header);
        self.known_headers()
            .iter()
            .position(|names| names.contains(&bare_header.as_str()))
    }
}

impl FromStr for Field {
    type Err = ImportError;

    /// Reads the name of a field in any case, with or without its underscore.
    fn from_str(text: &str) -> Result<Self, ImportError> {
        let wanted = bare(text);
        Self::ALL
            .into_iter()
            .find(|field| bare(field.as_str()) == wanted)
            .ok_or_else(|| ImportError::UnknownField {
                field: text.trim().to_owned(),
            })
    }
}

/// A header without what people write in many ways: case, accents, spaces, punctuation.
fn bare(header: &str) -> String {
    fold(header)
        .chars()
        .filter(|character| character.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests;
