//! By their names: whose agent a container or a volume is for.

use super::{ALL, Steps, apache_httpd, go, java, nginx, web_server};

/// The languages that add a container or a volume of this name; none where it is not one of ours.
#[must_use]
pub fn languages_of(name: &str) -> Vec<&'static str> {
    let own: [(&str, &[&'static str]); 5] = [
        (java::AGENT.name, &["java"]),
        (go::NAME, &["go"]),
        (apache_httpd::SERVER.agent, &["apache-httpd"]),
        (nginx::SERVER.agent, &["nginx"]),
        (web_server::CLONE, &["apache-httpd", "nginx"]),
    ];
    let agents = ALL.iter().filter(|language| matches!(&language.steps, Steps::Agent(agent) if agent.name == name));
    let of_extension = name.strip_prefix(java::EXTENSION).is_some_and(|index| index.parse::<usize>().is_ok());
    let others = own.iter().filter(|(own, _)| *own == name).flat_map(|(_, languages)| *languages).copied();
    agents.map(|language| language.name).chain(others).chain(of_extension.then_some("java")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ours_is_known_by_its_name() {
        for (name, languages) in [
            ("opentelemetry-auto-instrumentation-python", &["python"][..]),
            ("opentelemetry-auto-instrumentation-java", &["java"]),
            ("opentelemetry-auto-instrumentation-extension-1", &["java"]),
            ("opentelemetry-auto-instrumentation", &["go"]),
            ("otel-agent-source-container-clone", &["apache-httpd", "nginx"]),
            ("otel-agent-attach-nginx", &["nginx"]),
            ("opentelemetry-auto-instrumentation-extension-x", &[]),
            ("web", &[]),
        ] {
            assert_eq!(languages_of(name), languages, "{name}");
        }
    }
}
