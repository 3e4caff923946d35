//! Apache: its module is loaded by a file that `httpd.conf` includes.

use crate::instrumentation::Spec;
use crate::value::Value;

use super::fingerprint::{Fingerprint, SCRATCH};
use super::server_configuration::{Spelling, lines};
use super::web_server::{self, AGENT, CLONE, CONFIGURATION, Program, Server, script};
use super::{Context, Injector, Requests, Steps, volume};

pub(super) const APACHE_HTTPD: Injector = Injector {
    requests: Some(REQUESTS),
    fingerprint: Fingerprint {
        init_containers: &[CLONE, SERVER.agent],
        volumes: &[(SERVER.configuration_volume, SCRATCH), (SERVER.agent_volume, SCRATCH)],
        keeps_mounts: Some(CLONE),
        ..Fingerprint::NONE
    },
    steps: Steps::Own(|job| web_server::inject(job, &SERVER)),
};

pub(super) const REQUESTS: Requests = Requests { cpu: "1m", memory: "128Mi" };

const SERVER: Server = Server {
    configuration_volume: "otel-apache-conf-dir",
    agent_volume: "otel-apache-agent",
    agent: "otel-agent-attach-apache",
    text_variable: "OTEL_APACHE_AGENT_CONF",
    instance_variable: "APACHE_SERVICE_INSTANCE_ID",
    library_path: None,
    security_context_of_last: true,
    directory,
    clone,
    attach: |spec| script(SCRIPT, directory(spec)),
    text,
    volumes,
};

const SCRIPT: &str = concat!(include_str!("scripts/agent.sh"), "\n", include_str!("scripts/apache-agent.sh"));

/// The libraries that the module needs, in the order in which they need each other.
const LIBRARIES: [&str; 7] = [
    "libopentelemetry_common.so",
    "libopentelemetry_resources.so",
    "libopentelemetry_trace.so",
    "libopentelemetry_otlp_recordable.so",
    "libopentelemetry_exporter_ostream_span.so",
    "libopentelemetry_exporter_otlp_grpc.so",
    "libopentelemetry_webserver_sdk.so",
];

/// One slash at the end doesn't count; of two, the operator keeps one.
fn directory(spec: &Spec) -> String {
    let given = spec.apache_httpd.config_path.as_deref().filter(|path| !path.is_empty());
    let path = given.unwrap_or("/usr/local/apache2/conf");
    path.strip_suffix('/').unwrap_or(path).to_owned()
}

fn clone(directory: &str) -> Program {
    let source = format!("{directory}/.").into();
    Program { command: vec!["cp".into(), "-r".into(), source, CONFIGURATION.into()], args: Vec::new() }
}

fn text(context: &Context<'_, '_>, service_name: &str) -> String {
    const SPELLING: Spelling = Spelling { prefix: "ApacheModule", on: " ON", end: "" };
    let settings = &context.spec().apache_httpd;
    let module =
        if settings.version.as_deref() == Some("2.2") { "libmod_apache_otel22.so" } else { "libmod_apache_otel.so" };
    let mut text: String =
        LIBRARIES.iter().map(|library| format!("LoadFile {AGENT}/sdk_lib/lib/{library}\n")).collect();
    text.push_str(&format!("LoadModule otel_apache_module {AGENT}/WebServerModule/Apache/{module}\n"));
    text.push_str(&lines(context, &SPELLING, &settings.attrs, service_name));
    text
}

fn volumes<'s>(context: &Context<'_, 's>) -> [Value<'s>; 2] {
    // A claim template is for the agent alone.
    [volume::limited(context, SERVER.configuration_volume), volume::of_agent(context, SERVER.agent_volume)]
}
