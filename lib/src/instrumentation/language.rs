//! The languages that the operator knows.

/// What the operator's own annotations begin with.
pub const ANNOTATION_PREFIX: &str = "instrumentation.opentelemetry.io/";

/// Their names as in the annotations, in the operator's order.
pub const LANGUAGES: [&str; 8] = ["java", "nodejs", "python", "dotnet", "go", "apache-httpd", "nginx", "sdk"];

/// The key of a language's settings in the spec. `sdk` has none; its key is not used.
#[must_use]
pub fn spec_key(language: &'static str) -> &'static str {
    match language {
        "apache-httpd" => "apacheHttpd",
        other => other,
    }
}
