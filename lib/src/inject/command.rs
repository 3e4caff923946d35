//! Commands of containers in which Python is injected, put behind the program that a rule names.

use crate::config::{Command, Rule};
use crate::decision::{self, At, Note, Request, Trace};
use crate::diagnostic::Code;
use crate::k8s::{Container, ContainerRef, Pod, PodMut};
use crate::operator::Language;
use crate::pointer::{Pointer, Step};
use crate::value::{List, Text, Value};

use super::{Context, Injected, Surroundings, python};

/// What the rule of these requests asks, once their languages are injected.
pub(super) fn wrap<'s>(
    template: &mut Value<'s>,
    requests: &[Request<'s>],
    surroundings: &Surroundings<'_>,
    done: &mut Injected,
    trace: &mut Trace,
) {
    let Some(rule) = requests.iter().find_map(|request| request.rule) else { return };
    let command = &rule.command;
    let Some(program) = command.wrap_with.map(|wrapper| wrapper.as_str()) else { return };
    let request = requests.iter().find(|request| request.language == Language::Python);
    let home = request.map(|request| python::home(&Context { language: Language::Python, request, surroundings }));
    for place in concerned(Pod(template), requests, command) {
        let has_python = done.outcomes.iter().any(|outcome| {
            outcome.language == Language::Python
                && outcome.container.as_ref() == Some(&place.name)
                && outcome.skipped.is_none()
        });
        let mut pod = PodMut::new(template);
        let Some(mut container) = pod.container(&place) else { continue };
        let home = home.as_ref().filter(|_| has_python).ok_or(Unwrapped::NotPython);
        let wrapped = home.and_then(|home| wrapped(container.view(), rule, home, program));
        match wrapped {
            Ok(wrapped) => {
                trace.step(|| {
                    let step = decision::Step::new(
                        Code::Command,
                        format!("the command of {} is put behind {program}", place.name),
                    );
                    step.of(Language::Python).at(At::Rule(Pointer::keys(&["command"])))
                });
                container.set_command(wrapped);
            }
            Err(reason) => done.notes.push(reason.note(&place, program, container.view(), surroundings)),
        }
    }
}

/// The containers that are injected, and those whose entrypoint is given; of others nobody expects anything.
fn concerned(pod: Pod<'_, '_>, requests: &[Request<'_>], command: &Command) -> Vec<ContainerRef> {
    let mut places: Vec<ContainerRef> = Vec::new();
    let of_requests = requests.iter().flat_map(|request| request.containers.iter().cloned());
    let of_pod =
        pod.all_containers().map(|(section, container)| ContainerRef { section, name: container.name().to_owned() });
    let is_named = |place: &ContainerRef| command.entrypoints.keys().any(|name| name.as_str() == place.name);
    for place in of_requests.chain(of_pod.filter(is_named)) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// A container's command behind the program, or why it stays as it is.
fn wrapped<'s>(
    container: Container<'_, 's>,
    rule: &'s Rule,
    home: &str,
    program: &'static str,
) -> Result<Value<'s>, Unwrapped> {
    let entrypoint = rule.command.entrypoints.iter().find(|(name, _)| name.as_str() == container.name());
    let own: Vec<Value<'s>> = match container.0.get("command") {
        Some(Value::List(list)) if !list.is_empty() => list.iter().cloned().collect(),
        // Kubernetes takes an empty one for none.
        None | Some(Value::Null | Value::List(_)) => {
            let (_, entrypoint) = entrypoint.ok_or(Unwrapped::NotVisible)?;
            entrypoint.iter().map(|word| Value::from(word.as_str())).collect()
        }
        Some(_) => return Err(Unwrapped::NoList),
    };
    let args = container.0.get("args").and_then(Value::as_list);
    if own.iter().chain(args.into_iter().flat_map(List::iter)).any(|word| runs(word, program)) {
        return Err(Unwrapped::Already);
    }
    let interpreter = rule.command.interpreter.iter().map(|interpreter| Text::from(interpreter.as_str()));
    let path = Text::from(format!("{home}/bin/{program}"));
    Ok(Value::list(interpreter.chain([path]).map(Value::String).chain(own)))
}

/// Whether a word of a command is a program, by whatever path, or a shell's script that names it.
fn runs(word: &Value<'_>, program: &str) -> bool {
    let is_path = |character: char| character.is_alphanumeric() || "/._-".contains(character);
    let names = |path: &str| path.rsplit('/').next() == Some(program);
    word.as_str().is_some_and(|text| text.split(|character| !is_path(character)).any(names))
}

/// Why a command stays as it is.
enum Unwrapped {
    NotPython,
    NotVisible,
    NoList,
    Already,
}

impl Unwrapped {
    fn note(
        &self,
        place: &ContainerRef,
        program: &str,
        container: Container<'_, '_>,
        surroundings: &Surroundings<'_>,
    ) -> Note {
        let name = &place.name;
        let (code, warning, message) = match self {
            Unwrapped::NotPython => (
                Code::CommandNotPython,
                false,
                format!("the command of {name} is not put behind {program}, since Python is not injected there"),
            ),
            Unwrapped::NotVisible => (
                Code::CommandNotVisible,
                true,
                format!(
                    "{name} has no command here, and that of its image can't be seen, so it is not put behind {program}; \
                     add the whole of it to entrypoints in the rule"
                ),
            ),
            Unwrapped::NoList => (
                Code::CommandNoList,
                true,
                format!(
                    "the command of {name} is not put behind {program}; write it as a list, as Kubernetes asks for"
                ),
            ),
            Unwrapped::Already => (
                Code::CommandWrappedAlready,
                false,
                format!("the command of {name} runs {program} already, and stays as it is"),
            ),
        };
        let mut at = place.pointer();
        if container.0.get("command").is_some() {
            at = at.join(Step::Key("command".into()));
        }
        Note { code, warning, message, at: surroundings.workload.in_template(at) }
    }
}
