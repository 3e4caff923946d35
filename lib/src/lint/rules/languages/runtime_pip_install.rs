//! `runtime-pip-install`

use crate::diagnostic::Severity;
use crate::lint::{Facts, Findings, Manifests, Rule, Word, Workload};
use crate::operator::Language;

/// ## What it does
///
/// Finds commands that install OpenTelemetry's Python packages when the container starts: `pip install opentelemetry-…`
/// and `opentelemetry-bootstrap --action=install`.
///
/// ## Why is this bad?
///
/// Each start needs the package index, and takes as long as it does; where the index can't be reached, the app doesn't
/// start. What is installed can change from one start to the next. Beside an injected agent there are two versions of the
/// same packages.
///
/// ## Example
///
/// ```yaml
/// command: [sh, -c, "pip install opentelemetry-distro && opentelemetry-bootstrap -a install && python app.py"]
/// ```
///
/// ## Use instead
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-python: "true"
/// # … command: [python, app.py]
/// ```
///
/// Or install the packages when the image is built.
///
/// ## References
///
/// - [OpenTelemetry: Python zero-code instrumentation](https://opentelemetry.io/docs/zero-code/python/)
pub struct RuntimePipInstall;

impl Rule for RuntimePipInstall {
    const ID: &'static str = "runtime-pip-install";
    const SEVERITY: Severity = Severity::Warning;

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, facts: &Facts<'_>, found: &mut Findings) {
        for container in workload.own_containers() {
            let words = facts.words(container);
            // The first one is enough.
            let Some(word) = installed(words) else { continue };
            let message = format!("container {} installs OpenTelemetry's packages when it starts", container.name());
            let finding = found.add(word.place(workload), message);
            if container.has(Language::Python) {
                finding.also(workload.request_place(Language::Python), "injection brings them too");
                finding.help("take it out of the command: injection brings the packages along");
            } else {
                finding.help("have Python injected, or install the packages when the image is built");
            }
        }
    }
}

/// The package that is installed, or the program that installs it.
fn installed<'w, 'i>(words: &'w [Word<'i>]) -> Option<&'w Word<'i>> {
    let is_pip = |program: &str| {
        program.strip_prefix("pip").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
    };
    let mut installs = false;
    for (index, word) in words.iter().enumerate() {
        match word.program() {
            "install" if index > 0 && is_pip(words[index - 1].program()) => installs = true,
            "opentelemetry-bootstrap" => {
                let options = words[index + 1..].iter().take(2);
                if options.into_iter().any(|option| matches!(option.text, "install" | "--action=install")) {
                    return Some(word);
                }
                installs = false;
            }
            // Most likely what the script runs next.
            "opentelemetry-instrument" => installs = false,
            _ if installs && word.text.starts_with("opentelemetry-") => return Some(word),
            _ => {}
        }
    }
    None
}
