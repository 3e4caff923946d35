//! What the settings of all languages have in common.

use serde_json::Value as Json;

use super::{EnvVar, Quantity, Resources, Spec};

/// The settings of one language that every language has. Nothing and the empty string are the same.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'i> {
    /// The agent's image.
    pub image: Option<&'i str>,
    /// The volume it is copied to, in place of an emptyDir. One that holds nothing counts as none.
    pub volume_claim_template: Option<&'i Json>,
    /// The size of that emptyDir.
    pub volume_limit_size: Option<&'i Quantity>,
    /// Variables for this language.
    pub env: &'i [EnvVar],
    /// Resources of the containers that are added.
    pub resources: &'i Resources,
}

macro_rules! settings {
    ($of:expr) => {
        Settings {
            image: $of.image.as_deref().filter(|image| !image.is_empty()),
            volume_claim_template: $of.volume_claim_template.as_ref().filter(|template| !holds_nothing(template)),
            volume_limit_size: $of.volume_limit_size.as_ref(),
            env: &$of.env,
            resources: &$of.resources,
        }
    };
}

impl Spec {
    /// The settings of a language; none for `sdk`, which has no agent.
    #[must_use]
    pub fn settings(&self, language: &str) -> Option<Settings<'_>> {
        Some(match language {
            "java" => settings!(self.java),
            "nodejs" => settings!(self.nodejs),
            "python" => settings!(self.python),
            "dotnet" => settings!(self.dotnet),
            "go" => settings!(self.go),
            "apache-httpd" => settings!(self.apache_httpd),
            "nginx" => settings!(self.nginx),
            _ => return None,
        })
    }
}

fn holds_nothing(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::Object(entries) => entries.values().all(holds_nothing),
        _ => false,
    }
}
