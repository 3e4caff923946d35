//! Node.js: NODE_OPTIONS makes the runtime load the agent before the program.

use super::agent::Agent;
use super::{Defaults, Language, Steps, environment};

pub(super) const NODEJS: Language = Language {
    name: "nodejs",
    defaults: Some(Defaults {
        image: concat!("ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-nodejs:", "0.78.0"),
        cpu: "50m",
        memory: "128Mi",
    }),
    steps: Steps::Agent(Agent {
        name: "opentelemetry-auto-instrumentation-nodejs",
        path: MOUNT,
        conflicts: &[OPTIONS],
        check: |_, _| None,
        before: |_, _| {},
        mount_path: |context, _| context.mounted(MOUNT),
        after: |context, container| {
            let home = context.home(MOUNT, || FOLDER);
            environment::extend(container, OPTIONS, "", format!(" --require {home}/autoinstrumentation.js"));
            container.default_env("OTEL_METRICS_EXPORTER", "otlp");
        },
        command: |context| ["cp", "-r", "/autoinstrumentation/.", MOUNT].map(|word| context.mounted(word)).to_vec(),
    }),
};

const MOUNT: &str = "/otel-auto-instrumentation-nodejs";
/// Where its image has the agent.
const FOLDER: &str = "/autoinstrumentation";
const OPTIONS: &str = "NODE_OPTIONS";
