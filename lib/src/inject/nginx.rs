//! nginx: its module is loaded by a line in front of its main file, and set up by one in `conf.d`.

use crate::instrumentation::Spec;
use crate::value::Value;

use super::apache_httpd::REQUESTS;
use super::fingerprint::{Fingerprint, Joined, SCRATCH, without};
use super::server_configuration::{Spelling, lines};
use super::web_server::{self, CLONE, Server, script};
use super::{Context, Injector, Steps, volume};

pub(super) const NGINX: Injector = Injector {
    requests: Some(REQUESTS),
    fingerprint: Fingerprint {
        init_containers: &[CLONE, SERVER.agent],
        volumes: &[(SERVER.configuration_volume, SCRATCH), (SERVER.agent_volume, SCRATCH)],
        keeps_mounts: Some(CLONE),
        joined: &[Joined {
            variable: LIBRARY_PATH,
            strip_ours: |value, _| without(value, ':', |part| part.starts_with("/opt/opentelemetry-webserver/")),
        }],
        ..Fingerprint::NONE
    },
    steps: Steps::Own(|job| web_server::inject(job, &SERVER)),
};

const LIBRARY_PATH: &str = "LD_LIBRARY_PATH";

const SERVER: Server = Server {
    configuration_volume: "otel-nginx-conf-dir",
    agent_volume: "otel-nginx-agent",
    agent: "otel-agent-attach-nginx",
    text_variable: "OTEL_NGINX_AGENT_CONF",
    instance_variable: "OTEL_NGINX_SERVICE_INSTANCE_ID",
    library_path: Some(LIBRARY_PATH),
    security_context_of_last: false,
    directory: |spec| split(file(spec)).0,
    clone: |directory| script(include_str!("scripts/nginx-clone.sh"), directory.to_owned()),
    attach: |spec| script(SCRIPT, split(file(spec)).1),
    text,
    volumes,
};

const SCRIPT: &str = concat!(include_str!("scripts/agent.sh"), "\n", include_str!("scripts/nginx-agent.sh"));

fn file(spec: &Spec) -> &str {
    spec.nginx.config_file.as_deref().filter(|file| !file.is_empty()).unwrap_or("/etc/nginx/nginx.conf")
}

fn text(context: &Context<'_, '_>, service_name: &str) -> String {
    const SPELLING: Spelling = Spelling { prefix: "NginxModule", on: "ON", end: ";" };
    lines(context, &SPELLING, &context.spec().nginx.attrs, service_name)
}

/// Size and claim template are read and not heeded, as in the operator.
fn volumes<'s>(_: &Context<'_, 's>) -> [Value<'s>; 2] {
    [SERVER.configuration_volume, SERVER.agent_volume].map(volume::unlimited)
}

/// The directory and the name of a file, as Go's `path` package splits them.
fn split(file: &str) -> (String, String) {
    let directory = clean(&file[..file.rfind('/').map_or(0, |slash| slash + 1)]);
    let name = file.trim_end_matches('/').rsplit('/').next().filter(|name| !name.is_empty());
    (directory, name.unwrap_or("/").to_owned())
}

/// A path without empty parts, `.`, and `..` behind anything that it can take back.
fn clean(path: &str) -> String {
    let is_absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        match (part, parts.last()) {
            ("..", Some(last)) if *last != ".." => drop(parts.pop()),
            ("..", None) if is_absolute => {}
            _ => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (is_absolute, joined.as_str()) {
        (true, _) => format!("/{joined}"),
        (false, "") => ".".to_owned(),
        _ => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_split_as_go_does_it() {
        for (file, directory, name) in [
            ("/etc/nginx/nginx.conf", "/etc/nginx", "nginx.conf"),
            ("nginx.conf", ".", "nginx.conf"),
            ("/nginx.conf", "/", "nginx.conf"),
            ("/opt/nginx/", "/opt/nginx", "nginx"),
            ("/opt//nginx//a.conf", "/opt/nginx", "a.conf"),
            ("/opt/x/../nginx/./a.conf", "/opt/nginx", "a.conf"),
            ("/../a.conf", "/", "a.conf"),
            ("../a.conf", "..", "a.conf"),
            ("../../b/../a.conf", "../..", "a.conf"),
            ("a/../b.conf", ".", "b.conf"),
            ("/", "/", "/"),
            ("..", ".", ".."),
        ] {
            assert_eq!(split(file), (directory.to_owned(), name.to_owned()), "{file}");
        }
    }
}
