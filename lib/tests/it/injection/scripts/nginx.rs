//! nginx's clone and agent.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::shells::{Shell, all};
use super::{Done, Pod, args};

const ENV: [(&str, &str); 2] = [
    ("OTEL_NGINX_AGENT_CONF", "NginxModuleEnabled ON;\nNginxModuleServiceInstanceId <<SID-PLACEHOLDER>>;\n"),
    ("OTEL_NGINX_SERVICE_INSTANCE_ID", "web-5"),
];
const MAIN: &str = "/opt/opentelemetry-webserver/source-conf/nginx.conf";
const VERSION: &str = "/opt/opentelemetry-webserver/source-conf/version.txt";

/// A pod whose server's image has a configuration as a ConfigMap is mounted, by way of links.
fn pod() -> Pod {
    let pod = Pod::new();
    pod.write("/etc/nginx/..data 1/nginx.conf", "events {}\nhttp { include conf.d/*.conf; }\n");
    pod.write("/etc/nginx/conf.d/my site.conf", "server {}\n");
    pod.write("/etc/nginx/.hidden", "x");
    symlink("..data 1", pod.path("/etc/nginx/..data")).expect("a link");
    symlink("..data/nginx.conf", pod.path("/etc/nginx/nginx.conf")).expect("a link");
    pod
}

/// The clone, in an image whose nginx says this.
fn clone(pod: &Pod, shell: &Shell, says: &str) -> Done {
    pod.write("/bin/nginx", &format!("#!/bin/sh\necho '{says}' >&2\n"));
    let program = pod.path("/bin/nginx");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("permissions");
    let mut args = args("nginx", "nginx: {configFile: /etc/nginx//nginx.conf}", "otel-agent-source-container-clone");
    assert_eq!(args[2], "/etc/nginx");
    args[2] = pod.path("/etc/nginx").display().to_string();
    pod.run(shell, &args, &[])
}

fn agent(pod: &Pod, shell: &Shell) -> Done {
    pod.run(shell, &args("nginx", "", "otel-agent-attach-nginx"), &ENV)
}

#[test]
fn the_agent_is_in_front_of_the_copied_configuration() {
    for shell in all() {
        let pod = pod();
        pod.write("/opt/opentelemetry/WebServerModule/Nginx/1.25.3/ngx_http_opentelemetry_module.so", "code");
        let done = clone(&pod, &shell, "nginx version: nginx/1.25.3");
        assert!(done.succeeded && done.said.is_empty(), "{}: {done:?}", shell.name);
        assert_eq!(pod.read(VERSION), "1.25.3\n");
        assert_eq!(pod.read("/opt/opentelemetry-webserver/source-conf/conf.d/my site.conf"), "server {}\n");
        assert_eq!(pod.read("/opt/opentelemetry-webserver/source-conf/.hidden"), "x");
        let done = agent(&pod, &shell);
        assert!(done.succeeded && done.said.is_empty(), "{}: {done:?}", shell.name);
        let module = pod
            .shown("/opt/opentelemetry-webserver/agent/WebServerModule/Nginx/1.25.3/ngx_http_opentelemetry_module.so");
        assert_eq!(
            pod.read(MAIN),
            format!(
                "load_module {module};\nenv OTEL_RESOURCE_ATTRIBUTES;\nevents {{}}\n\
                 http {{ include conf.d/*.conf; }}\n"
            )
        );
        assert_eq!(
            pod.read("/opt/opentelemetry-webserver/source-conf/conf.d/opentelemetry_agent.conf"),
            "NginxModuleEnabled ON;\nNginxModuleServiceInstanceId web-5;\n"
        );
        let logs = pod.shown("/opt/opentelemetry-webserver/agent/logs");
        assert!(pod.read("/opt/opentelemetry-webserver/agent/conf/opentelemetry_sdk_log4cxx.xml").contains(&logs));
    }
}

#[test]
fn containers_that_are_started_again_change_nothing() {
    for shell in all() {
        let pod = pod();
        let both =
            |pod: &Pod| clone(pod, &shell, "nginx version: nginx/1.25.3").succeeded && agent(pod, &shell).succeeded;
        assert!(both(&pod));
        let once = pod.volumes();
        assert!(agent(&pod, &shell).succeeded);
        assert_eq!(pod.volumes(), once, "{}: the agent alone", shell.name);
        assert!(both(&pod), "{}", shell.name);
        assert_eq!(pod.volumes(), once, "{}: both", shell.name);
        assert_eq!(pod.read(MAIN).matches("load_module").count(), 1);
    }
}

#[test]
fn the_version_is_what_stands_behind_the_slash() {
    for shell in all() {
        let pod = pod();
        for (says, version) in [
            ("nginx version: nginx/1.18.0 (Ubuntu)", "1.18.0\n"),
            ("nginx version: openresty/1.21.4.1", "1.21.4.1\n"),
            ("nginx version: nginx/1.25.1 (nginx-plus-r30)", "1.25.1\n"),
        ] {
            assert!(clone(&pod, &shell, says).succeeded);
            assert_eq!(pod.read(VERSION), version, "{}", shell.name);
        }
        let done = clone(&pod, &shell, "nginx: command not found");
        assert!(!done.succeeded, "{}", shell.name);
        assert_eq!(done.said, "otel-inject: nginx -v does not tell its version; is nginx on the PATH?\n");
    }
}

#[test]
fn what_will_not_work_is_said() {
    for shell in all() {
        let pod = Pod::new();
        pod.write(MAIN, "http {}\n");
        let done = agent(&pod, &shell);
        assert!(!done.succeeded && done.said.contains("version.txt"), "{}: {done:?}", shell.name);
        pod.write(VERSION, "1.2.3\n");
        let done = agent(&pod, &shell);
        assert!(done.succeeded, "{}: {done:?}", shell.name);
        assert_eq!(
            done.said,
            "otel-inject: the agent has no module for nginx 1.2.3\n\
             otel-inject: nginx.conf does not include conf.d, where the agent is set up\n"
        );
        fs::remove_file(pod.path(MAIN)).expect("removed");
        let done = agent(&pod, &shell);
        assert!(!done.succeeded, "{}", shell.name);
        assert_eq!(
            done.said,
            "otel-inject: there is no file nginx.conf in the configuration; nginx.configFile names it\n"
        );
    }
}

#[test]
fn volumes_that_can_not_be_written_are_an_error() {
    for shell in all() {
        let pod = pod();
        let said = |args: &[String]| pod.run_without_rights(&shell, args, &ENV).said;
        let mut cloned = args("nginx", "", "otel-agent-source-container-clone");
        cloned[2] = pod.path("/etc/nginx").display().to_string();
        let said_by_clone = said(&cloned);
        assert!(said_by_clone.contains("can't be copied to"), "{}: {said_by_clone}", shell.name);
        let said_by_agent = said(&args("nginx", "", "otel-agent-attach-nginx"));
        assert!(said_by_agent.contains("the agent can't be copied to"), "{}: {said_by_agent}", shell.name);
    }
}
