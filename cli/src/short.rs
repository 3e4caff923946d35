//! The short forms: arguments that make one rule, for who has neither annotations nor a configuration.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use otel_inject::config::{
    Ask, AttributeKey, AttributeValue, Containers, Glob, KindName, LabelSelector, Rule, Select, ServiceName,
};
use otel_inject::operator::Language;

use crate::wrong_usage;

const HEADING: &str = "To ask for injection without annotations";

/// What is asked without annotations, and of which workloads.
#[derive(Debug, clap::Args)]
pub(crate) struct Short {
    /// A language to inject, unless the pod template says "false", with the Instrumentation of this name in the
    /// workload's namespace, or namespace/name; without a name the only one there. Repeatable
    #[arg(long, value_name = "LANGUAGE[=NAME]", value_parser = inject, value_delimiter = ',', help_heading = HEADING)]
    inject: Vec<(Language, Ask)>,
    /// A container to inject into, * for any text in its name; without any, the first one. Repeatable
    #[arg(long = "container", value_name = "NAME", value_delimiter = ',', help_heading = HEADING)]
    containers: Vec<Glob>,
    /// A container to leave out; alone, all others are injected into. Repeatable
    #[arg(long = "exclude-container", value_name = "NAME", value_delimiter = ',', help_heading = HEADING)]
    excluded: Vec<Glob>,
    /// What names the service: container, workload, or a text with {workload} and {container}
    #[arg(long, value_name = "TEXT", help_heading = HEADING)]
    service_name: Option<ServiceName>,
    /// A resource attribute. Repeatable
    #[arg(long = "resource-attribute", value_name = "KEY=VALUE", value_parser = attribute, help_heading = HEADING)]
    attributes: Vec<(AttributeKey, AttributeValue)>,
    /// Which workloads, by kind, name and namespace, * for any text: kind=Deployment,name=shop-*; without it, all.
    /// Repeatable: of several kinds, names or namespaces one has to fit
    #[arg(long, value_name = "FIELD=PATTERN", value_parser = select, value_delimiter = ',', help_heading = HEADING)]
    select: Vec<Field>,
    /// Which workloads, by their own labels, as in kubectl: tier=backend,app in (web, api)
    #[arg(short = 'l', long, value_name = "LABELS", help_heading = HEADING)]
    selector: Option<LabelSelector>,
}

/// Something that selects workloads.
#[derive(Debug, Clone)]
enum Field {
    Kind(KindName),
    Name(Glob),
    Namespace(Glob),
}

impl Short {
    /// The rule that the arguments of a command make; none where there are none of them.
    pub(crate) fn rule(self, command: &str) -> Result<Option<Rule>> {
        let selects = !self.select.is_empty() || self.selector.is_some();
        let containers = Containers { include: self.containers, exclude: self.excluded };
        let rule = Rule {
            inject: unique(command, "--inject", self.inject, |language| language.name())?,
            containers: Some(containers).filter(|containers| *containers != Containers::default()),
            service_name: self.service_name,
            resource_attributes: unique(command, "--resource-attribute", self.attributes, |key| key.as_str())?,
            ..Rule::default()
        };
        if rule == Rule::default() {
            let message =
                "--select and --selector only say for which workloads: give --inject too, or what else you want";
            return if selects { Err(wrong_usage(command, message)) } else { Ok(None) };
        }
        let mut select = Select { labels: self.selector.unwrap_or_default(), ..Select::default() };
        for field in self.select {
            match field {
                Field::Kind(kind) => select.kinds.push(kind),
                Field::Name(name) => select.names.push(name),
                Field::Namespace(namespace) => select.namespaces.push(namespace),
            }
        }
        Ok(Some(Rule { select, ..rule }))
    }
}

/// Entries by their keys, of which none may stand twice.
fn unique<K: Ord, V>(
    command: &str,
    argument: &str,
    entries: Vec<(K, V)>,
    text: impl Fn(&K) -> &str,
) -> Result<BTreeMap<K, V>> {
    let mut all = BTreeMap::new();
    for (key, value) in entries {
        if all.contains_key(&key) {
            return Err(wrong_usage(command, &format!("{argument} is given twice for {}", text(&key))));
        }
        all.insert(key, value);
    }
    Ok(all)
}

fn inject(text: &str) -> Result<(Language, Ask)> {
    let (language, name) = text.trim().split_once('=').unwrap_or((text.trim(), "true"));
    Ok((language.parse()?, name.parse()?))
}

fn attribute(text: &str) -> Result<(AttributeKey, AttributeValue)> {
    let Some((key, value)) = text.split_once('=') else {
        bail!("there is no = in it; write it as key=value, as in deployment.environment.name=production");
    };
    if key == "service.name" {
        bail!("OTEL_SERVICE_NAME goes before this attribute, and is always set; give --service-name");
    }
    Ok((key.parse()?, value.parse()?))
}

fn select(text: &str) -> Result<Field> {
    const HELP: &str = "write kind=Deployment, name=shop-* or namespace=shop, joined by commas";
    let Some((field, pattern)) = text.trim().split_once('=') else {
        match text.split_once('/') {
            Some((_, name)) => {
                bail!("kind and name are parted here; write kind=KIND,name={name}, as in kind=Deployment")
            }
            None => bail!("it does not say what is to be {text:?}; {HELP}"),
        }
    };
    Ok(match field {
        "kind" => Field::Kind(pattern.parse()?),
        "name" => Field::Name(pattern.parse()?),
        "namespace" => Field::Namespace(pattern.parse()?),
        "label" | "labels" => bail!("labels are selected with --selector"),
        _ => bail!("workloads are not selected by {field:?}; {HELP}"),
    })
}
