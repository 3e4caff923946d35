//! The settings of each language: what all of them have, and what is its own.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::operator::Language;
use crate::pointer::{Pointer, Step};

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
    /// The key of these resources.
    pub resources_key: &'static str,
}

/// Declares the settings of a language: the fields that all of them have and, in the operator's order, its own. Not by
/// `#[serde(flatten)]`, which hides the names of the fields from [`super::fields`].
macro_rules! settings {
    ($(#[$doc:meta])+ $name:ident {
        $($(#[$before_doc:meta])+ $before:ident: $before_type:ty,)*
        $resources:literal resources,
        $($(#[$after_doc:meta])+ $after:ident: $after_type:ty,)*
    }) => {
        $(#[$doc])+
        #[derive(Debug, Clone, Default, PartialEq, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        pub struct $name {
            /// The agent's image.
            pub image: Option<String>,
            /// The volume it is copied to, in place of an emptyDir. For Go and nginx the operator ignores it.
            pub volume_claim_template: Option<Json>,
            /// The size of that emptyDir. For Go and nginx the operator ignores it.
            pub volume_limit_size: Option<Quantity>,
            /// Variables for this language.
            pub env: Vec<EnvVar>,
            $($(#[$before_doc])+ pub $before: $before_type,)*
            /// Resources of the containers that are added.
            #[serde(rename = $resources)]
            pub resources: Resources,
            $($(#[$after_doc])+ pub $after: $after_type,)*
        }

        impl $name {
            fn common(&self) -> Settings<'_> {
                Settings {
                    image: self.image.as_deref().filter(|image| !image.is_empty()),
                    volume_claim_template: self.volume_claim_template.as_ref().filter(|template| !holds_nothing(template)),
                    volume_limit_size: self.volume_limit_size.as_ref(),
                    env: &self.env,
                    resources: &self.resources,
                    resources_key: $resources,
                }
            }
        }
    };
}

settings! {
    /// Settings for Node.js, Python and .NET, which have none of their own.
    Agent {
        "resourceRequirements" resources,
    }
}

settings! {
    /// Settings for Java, which alone calls its resources `resources`.
    Java {
        "resources" resources,
        /// Further jars for the agent.
        extensions: Vec<Extension>,
    }
}

/// Further jars for the Java agent.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Extension {
    /// The image that holds them.
    pub image: String,
    /// The directory they are in.
    pub dir: String,
}

settings! {
    /// Settings for Go.
    Go {
        "resourceRequirements" resources,
        /// `securityContext` of the agent's container; `{}` counts as given.
        security_context: Option<Json>,
    }
}

settings! {
    /// Settings for the Apache HTTP server.
    ApacheHttpd {
        /// Attributes of the agent's configuration, by name.
        attrs: Vec<EnvVar>,
        /// The server's version: 2.4 or 2.2.
        version: Option<String>,
        /// Where the server's configuration is.
        config_path: Option<String>,
        "resourceRequirements" resources,
    }
}

settings! {
    /// Settings for nginx.
    Nginx {
        /// Attributes of the agent's configuration, by name.
        attrs: Vec<EnvVar>,
        /// The server's configuration file.
        config_file: Option<String>,
        "resourceRequirements" resources,
    }
}

impl Spec {
    /// The settings of a language; `None` if it has no agent to be set up.
    #[must_use]
    pub fn settings(&self, language: Language) -> Option<Settings<'_>> {
        Some(match language {
            Language::Java => self.java.common(),
            Language::Nodejs => self.nodejs.common(),
            Language::Python => self.python.common(),
            Language::Dotnet => self.dotnet.common(),
            Language::Go => self.go.common(),
            Language::ApacheHttpd => self.apache_httpd.common(),
            Language::Nginx => self.nginx.common(),
            Language::Sdk => return None,
        })
    }
}

/// Where a field of a language's settings is in an Instrumentation; of `None`, the field of the spec itself.
#[must_use]
pub fn field_place(language: Option<Language>, field: &'static str) -> Pointer<'static> {
    let key = language.and_then(|language| language.facts().spec_key);
    let keys = ["spec"].into_iter().chain(key).chain([field]);
    Pointer(keys.map(|key| Step::Key(key.into())).collect())
}

fn holds_nothing(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::Object(entries) => entries.values().all(holds_nothing),
        _ => false,
    }
}
