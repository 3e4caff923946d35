//! `own-agent-and-injected`

use std::ops::Range;

use crate::diagnostic::Severity;
use crate::lint::{EnvEntry, Facts, Findings, Input, Manifests, Owner, Rule, Workload};
use crate::operator::Language;

/// ## What it does
///
/// Finds variables that load an agent or SDK of OpenTelemetry into a program that it is injected into as well: `-javaagent:`
/// for Java, `--require` and `--import` for Node.js.
///
/// ## Why is this bad?
///
/// The injected agent is added to what stands there, so both are loaded, and the second fails or everything is measured
/// twice. Where the path is one that somebody took for the injected agent's, there is no such file, and the program does not
/// start at all: the path has the language and, in Java, the container in it, and injection writes it itself.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-nodejs: "true"
/// spec:
///   containers:
///   - name: app
///     env:
///     - name: NODE_OPTIONS
///       value: --require /otel-auto-instrumentation/autoinstrumentation.js
/// ```
///
/// ## Use instead
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-nodejs: "true"
/// spec:
///   containers:
///   - name: app
/// ```
///
/// ## References
///
/// - [OpenTelemetry: injecting auto-instrumentation](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/)
pub struct OwnAgentAndInjected;

impl Rule for OwnAgentAndInjected {
    const ID: &'static str = "own-agent-and-injected";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        input.instrumentation_env_entries().for_each(|entry| of_entry(input.manifests(), &entry, found));
    }

    fn workload(manifests: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        workload.env_entries().for_each(|entry| of_entry(manifests, &entry, found));
    }
}

fn of_entry<'i>(manifests: &Manifests<'i>, entry: &EnvEntry<'i>, found: &mut Findings) {
    let Some((language, options)) = loaded_by(entry.name) else { return };
    let Some(part) = entry.value.as_deref().and_then(|value| agent(value, options)) else { return };
    if !is_injected(entry, language) {
        return;
    }
    let message = format!("{} loads what is injected as well", entry.name);
    let finding = found.add(entry.within(part), message);
    finding.help(format!("take it away, or don't have {language} injected"));
    if let Owner::Container(workload, _) = entry.owner {
        finding.also(manifests.request_place(workload, language), "it is injected by this");
    }
}

/// The variables that hold options of a runtime, and those options that load code.
struct Loader {
    variables: &'static [&'static str],
    options: &'static [&'static str],
}

fn loader(language: Language) -> Option<Loader> {
    match language {
        Language::Java => Some(Loader {
            variables: &["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_OPTS", "CATALINA_OPTS"],
            options: &["-javaagent:"],
        }),
        Language::Nodejs => Some(Loader { variables: &["NODE_OPTIONS"], options: &["--require", "--import", "-r"] }),
        Language::Python
        | Language::Dotnet
        | Language::Go
        | Language::ApacheHttpd
        | Language::Nginx
        | Language::Sdk => None,
    }
}

/// The language that a variable gives options to, and the options that load code.
fn loaded_by(variable: &str) -> Option<(Language, &'static [&'static str])> {
    Language::ALL.into_iter().find_map(|language| {
        let Loader { variables, options } = loader(language)?;
        variables.contains(&variable).then_some((language, options))
    })
}

/// The first agent of OpenTelemetry that is loaded, whoever built it.
fn agent(value: &str, options: &[&str]) -> Option<Range<usize>> {
    let words = || value.split_whitespace();
    let range = |word: &str| {
        let start = word.as_ptr() as usize - value.as_ptr() as usize;
        start..start + word.len()
    };
    let before = std::iter::once("").chain(words());
    words().zip(before).find_map(|(word, before)| {
        let with_it =
            options.iter().find_map(|option| word.strip_prefix(option)).map(|rest| rest.trim_start_matches('='));
        let what = with_it.filter(|rest| !rest.is_empty()).or_else(|| options.contains(&before).then_some(word))?;
        let what = what.to_ascii_lowercase();
        ["otel", "opentelemetry"].into_iter().any(|name| what.contains(name)).then(|| range(word))
    })
}

/// Whether the language is injected where the variable is.
fn is_injected(entry: &EnvEntry<'_>, language: Language) -> bool {
    match entry.owner {
        Owner::Container(workload, container) => workload.asked(language).any(|asked| std::ptr::eq(asked, container)),
        Owner::Instrumentation(_, of) => of == Some(language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_is_known_by_its_name() {
        let of = |name: &str, value: &str| {
            let (_, options) = loaded_by(name)?;
            Some(value[agent(value, options)?].to_owned())
        };
        let java = |value| of("JAVA_TOOL_OPTIONS", value);
        assert_eq!(java("-Xmx1g -javaagent:/otel/agent.jar").as_deref(), Some("-javaagent:/otel/agent.jar"));
        assert_eq!(
            java("-javaagent:/opt/OpenTelemetry-javaagent.jar=x").as_deref(),
            Some("-javaagent:/opt/OpenTelemetry-javaagent.jar=x")
        );
        assert_eq!(java("-javaagent:/opt/jolokia.jar -Dotel.service.name=cart"), None);
        let node = |value| of("NODE_OPTIONS", value);
        assert_eq!(
            node("--require @opentelemetry/auto-instrumentations-node/register").as_deref(),
            Some("@opentelemetry/auto-instrumentations-node/register")
        );
        assert_eq!(node("--import=./otel.mjs").as_deref(), Some("--import=./otel.mjs"));
        assert_eq!(node("--max-old-space-size=512 -r dotenv/config"), None);
        assert_eq!(of("NODE_ENV", "--require otel"), None);
    }
}
