//! What the fields of a configuration can't say each on its own.

use crate::operator::Language;
use crate::pointer::{Pointer, Step};

use super::mistake::{Misread, Mistake, Part};
use super::reader::Reader;
use super::rule::{Command, Rule, Select};
use super::spec::{Delivery, Spec};
use super::toleration::{TaintEffect, Toleration, TolerationOperator};
use super::workload_definitions;

/// Finds what contradicts something else, or has no effect beside it.
pub(super) fn check(spec: &Spec, reader: &mut Reader) {
    for (index, rule) in spec.rules.iter().enumerate() {
        command(index, rule, &mut reader.errors);
        resource_attributes(index, rule, &mut reader.errors);
        tolerations(index, rule, &mut reader.errors);
        mount_path(index, rule, &mut reader.errors);
        delivery(index, rule, spec, &mut reader.errors);
    }
    kinds(spec, &mut reader.errors);
    workload_definitions::check(spec, reader);
    namespaces(spec, &mut reader.errors);
    pull_secrets(spec, &mut reader.errors);
    if !reader.errors.is_empty() {
        return;
    }
    for (index, rule) in spec.rules.iter().enumerate() {
        program(index, rule, spec, &mut reader.warnings);
    }
    let all = spec.rules.iter().position(|rule| rule.select == Select::default());
    if let Some(first) = all.filter(|first| first + 1 < spec.rules.len()) {
        let message =
            format!("this rule never applies: rules[{first}] selects every workload, and the first one counts");
        let help = "move the rule that selects every workload to the end";
        reader.warnings.push(mistake(place(first + 1, &[]), message, help));
    }
}

/// Kinds that rules select and that there are not.
fn kinds(spec: &Spec, errors: &mut Vec<Mistake>) {
    let workloads = Pointer::keys(&["spec", "workloads"]);
    // What can't be read there may be the kind that is meant.
    if errors.iter().any(|error| error.at.0.starts_with(&workloads.0)) {
        return;
    }
    let known = spec.kinds();
    for (index, rule) in spec.rules.iter().enumerate() {
        let list = place(index, &["select", "kinds"]);
        // One that can't be read is left out, and those behind it are then not where they are counted.
        if errors.iter().any(|error| error.at.0.starts_with(&list.0)) {
            continue;
        }
        for (index, kind) in rule.select.kinds.iter().enumerate() {
            if let Err(Misread { within, message, help }) = kind.check(&known) {
                let at = list.join(Step::Index(index));
                errors.push(Mistake { at, part: Part::Text(within), message, help });
            }
        }
    }
}

fn namespaces(spec: &Spec, errors: &mut Vec<Mistake>) {
    let list = Pointer::keys(&["spec", "namespaces"]);
    // One that can't be read is left out, and those behind it are then not where they are counted.
    if errors.iter().any(|error| error.at.0.starts_with(&list.0)) {
        return;
    }
    for (index, namespace) in spec.namespaces.iter().enumerate() {
        if spec.namespaces[..index].iter().any(|other| other.name == namespace.name) {
            let message = format!("the Namespace {} stands here twice", namespace.name);
            errors.push(mistake(list.join(Step::Index(index)), message, "leave one of the two out"));
        }
    }
}

fn pull_secrets(spec: &Spec, errors: &mut Vec<Mistake>) {
    let at = Pointer::keys(&["spec", "images", "imagePullSecrets"]);
    if !errors.iter().any(|error| error.at.0.starts_with(&at.0))
        && let Some(index) = spec.images.image_pull_secrets.iter().position(|secret| secret.name.is_none())
    {
        let message = "this names no Secret".to_owned();
        errors.push(mistake(at.join(Step::Index(index)), message, "give its name"));
    }
}

fn command(index: usize, rule: &Rule, errors: &mut Vec<Mistake>) {
    let Command { wrap_with, interpreter, entrypoints } = &rule.command;
    let at = place(index, &["command"]);
    match wrap_with {
        None if interpreter.is_some() || !entrypoints.is_empty() => {
            let message = "an interpreter or entrypoints without wrapWith have no effect".to_owned();
            errors.push(mistake(at.clone(), message, "give wrapWith: opentelemetry-instrument"));
        }
        Some(_) if !rule.inject.is_empty() && !rule.inject.contains_key(&Language::Python) => {
            let message = "wrapWith is for Python, which this rule doesn't inject".to_owned();
            errors.push(mistake(at.clone(), message, "add python to inject, or leave the command out"));
        }
        _ => {}
    }
    for (container, _) in entrypoints.iter().filter(|(_, command)| command.is_empty()) {
        let at = at.join(Step::Key("entrypoints".into())).join(Step::Key(container.as_str().to_owned().into()));
        let message = "an empty command runs nothing".to_owned();
        errors.push(mistake(at, message, "write the image's whole entrypoint, as in [gunicorn, src.app:app]"));
    }
}

fn resource_attributes(index: usize, rule: &Rule, errors: &mut Vec<Mistake>) {
    let Some((key, _)) = rule.resource_attributes.iter().find(|(key, _)| key.as_str() == "service.name") else {
        return;
    };
    let at = place(index, &["resourceAttributes"]).join(Step::Key(key.as_str().to_owned().into()));
    let message = "OTEL_SERVICE_NAME goes before this attribute, and is always set".to_owned();
    errors.push(mistake(at, message, "name the service by serviceName"));
}

/// What Kubernetes would refuse in each pod.
fn tolerations(index: usize, rule: &Rule, errors: &mut Vec<Mistake>) {
    let list = place(index, &["tolerations"]);
    if errors.iter().any(|error| error.at.0.starts_with(&list.0)) {
        return;
    }
    for (index, Toleration { key, operator, value, effect, toleration_seconds }) in rule.tolerations.iter().enumerate()
    {
        let given = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        let exists = *operator == TolerationOperator::Exists;
        let mut wrong = |message: &str, help| {
            errors.push(mistake(list.join(Step::Index(index)), message.to_owned(), help));
        };
        if !given(key) && !exists {
            wrong(
                "without a key there is nothing that a value could equal",
                "give the key, or operator: Exists for all taints",
            );
        }
        if exists && given(value) {
            wrong("Exists compares no value", "leave the value or the operator out");
        }
        if toleration_seconds.is_some() && *effect != Some(TaintEffect::NoExecute) {
            wrong("tolerationSeconds is for the effect NoExecute alone", "give that effect, or leave the seconds out");
        }
    }
}

fn mount_path(index: usize, rule: &Rule, errors: &mut Vec<Mistake>) {
    let fixed = by_name(rule).find(|language| language.facts().volume.is_none());
    if let Some(language) = fixed.filter(|_| rule.mount_path.is_some()) {
        let message = format!("{language} mounts no agent that could be elsewhere");
        let help = "leave mountPath out, or have another rule inject what it is not for";
        errors.push(mistake(place(index, &["mountPath"]), message, help));
    }
}

fn delivery(index: usize, rule: &Rule, spec: &Spec, errors: &mut Vec<Mistake>) {
    let is_off = |language: Language| spec.disabled_languages.iter().any(|disabled| disabled.language() == language);
    for language in by_name(rule).filter(|language| !spec.delivery.is_for(*language) && !is_off(*language)) {
        let message = format!("the agent of {language} can't be mounted as an image, and delivery asks for that");
        let help = "leave delivery out, or have this language injected with another configuration";
        errors.push(mistake(place(index, &["inject", language.name()]), message, help));
    }
}

/// The languages that a rule injects, in the order of their names.
fn by_name(rule: &Rule) -> impl Iterator<Item = Language> {
    let mut languages: Vec<Language> = rule.inject.keys().copied().collect();
    languages.sort_by_key(|language| language.name());
    languages.into_iter()
}

fn program(index: usize, rule: &Rule, spec: &Spec, warnings: &mut Vec<Mistake>) {
    let by_itself = rule.command.wrap_with.is_some() && rule.command.interpreter.is_none();
    if by_itself && spec.delivery == Delivery::ImageVolume {
        let message =
            "container runtimes may block programs in a mounted image from being run by themselves (noexec)".to_owned();
        let help = "give the interpreter that runs it, such as python3";
        warnings.push(mistake(place(index, &["command"]), message, help));
    }
}

fn place(rule: usize, below: &[&'static str]) -> Pointer<'static> {
    let mut at = Pointer::keys(&["spec", "rules"]).join(Step::Index(rule));
    at.0.extend(Pointer::keys(below).0);
    at
}

fn mistake(at: Pointer<'static>, message: String, help: &str) -> Mistake {
    Mistake { at, part: Part::Value, message, help: help.to_owned() }
}
