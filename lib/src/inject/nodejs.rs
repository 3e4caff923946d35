//! Node.js: NODE_OPTIONS makes the runtime load the agent before the program.

use crate::operator::{AgentVolume, Language};

use super::agent::{Agent, volume_of};
use super::fingerprint::{Fingerprint, Joined, SCRATCH};
use super::{Injector, Requests, Steps, environment};

pub(super) const NODEJS: Injector = Injector {
    requests: Some(Requests { cpu: "50m", memory: "128Mi" }),
    fingerprint: Fingerprint {
        init_containers: &[VOLUME.name],
        volumes: &[(VOLUME.name, SCRATCH)],
        joined: &[Joined { variable: OPTIONS, strip_ours }],
        ..Fingerprint::NONE
    },
    steps: Steps::Agent(Agent {
        volume: VOLUME,
        conflicts: &[OPTIONS],
        check: |_, _| None,
        after_language_env: |_, _| {},
        mount_path: |context, _| context.mounted(MOUNT),
        after_mount: |context, container| {
            let home = context.home(MOUNT, || FOLDER);
            environment::extend(container, OPTIONS, "", format!(" --require {home}/autoinstrumentation.js"));
            container.default_env("OTEL_METRICS_EXPORTER", "otlp");
        },
        command: |context| ["cp", "-r", "/autoinstrumentation/.", MOUNT].map(|word| context.mounted(word)).to_vec(),
    }),
};

const VOLUME: AgentVolume = volume_of(Language::Nodejs);
const MOUNT: &str = VOLUME.mount_path;
/// Where its image has the agent.
const FOLDER: &str = "/autoinstrumentation";
const OPTIONS: &str = "NODE_OPTIONS";

/// An option and its argument are parted by a blank like the options themselves.
fn strip_ours(value: &str, mounts: &[&str]) -> Option<String> {
    let options = [MOUNT]
        .iter()
        .chain(mounts)
        .flat_map(|mount| ["", FOLDER].map(|folder| format!("--require {mount}{folder}/autoinstrumentation.js")));
    let without = |rest: String, option: String| rest.replace(&format!(" {option}"), "").replace(&option, "");
    let rest = options.fold(value.to_owned(), without);
    Some(rest.trim_start().to_owned()).filter(|rest| !rest.is_empty())
}
