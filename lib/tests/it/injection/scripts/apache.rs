//! Apache's agent.

use super::shells::all;
use super::{Pod, args};

const ENV: [(&str, &str); 2] = [
    (
        "OTEL_APACHE_AGENT_CONF",
        "LoadFile a\nSid <<SID-PLACEHOLDER>>\nAgain \"<<SID-PLACEHOLDER>>\" $(touch x) `touch x`\n",
    ),
    ("APACHE_SERVICE_INSTANCE_ID", "web-5&\\1/|-x"),
];
const HTTPD: &str = "/opt/opentelemetry-webserver/source-conf/httpd.conf";

fn agent() -> Vec<String> {
    args("apache-httpd", "apacheHttpd: {configPath: /usr/local/apache2/conf/}", "otel-agent-attach-apache")
}

/// A pod whose clone has copied this configuration.
fn pod(httpd: &str) -> Pod {
    let pod = Pod::new();
    pod.write(HTTPD, httpd);
    pod.write("/opt/opentelemetry-webserver/source-conf/extra/my site.conf", "Listen 80\n");
    pod
}

#[test]
fn the_agent_is_copied_set_up_and_included() {
    for shell in all() {
        let pod = pod("# without a last line end\nListen 80");
        let done = pod.run(&shell, &agent(), &ENV);
        assert!(done.succeeded && done.said.is_empty(), "{}: {done:?}", shell.name);
        assert_eq!(
            pod.read(HTTPD),
            "# without a last line end\nListen 80\nInclude /usr/local/apache2/conf/opentemetry_agent.conf\n"
        );
        assert_eq!(
            pod.read("/opt/opentelemetry-webserver/source-conf/opentemetry_agent.conf"),
            "LoadFile a\nSid web-5&\\1/|-x\nAgain \"web-5&\\1/|-x\" $(touch x) `touch x`\n",
            "{}",
            shell.name
        );
        let logs = pod.shown("/opt/opentelemetry-webserver/agent/logs");
        let settings = pod.read("/opt/opentelemetry-webserver/agent/conf/opentelemetry_sdk_log4cxx.xml");
        assert_eq!(settings, format!("<file name=\"{logs}/a.log\"/>\n"));
        assert!(pod.path("/opt/opentelemetry-webserver/agent/logs").is_dir());
        assert_eq!(pod.read("/opt/opentelemetry-webserver/agent/sdk_lib/lib/a library.so"), "code");
        assert_eq!(pod.read("/opt/opentelemetry-webserver/agent/.version"), "1");
        assert!(!pod.root.path().join("x").exists(), "{}: a value was run", shell.name);
    }
}

#[test]
fn a_container_that_is_started_again_changes_nothing() {
    for shell in all() {
        let pod = pod("Listen 80\n");
        assert!(pod.run(&shell, &agent(), &ENV).succeeded);
        let once = pod.volumes();
        assert!(pod.run(&shell, &agent(), &ENV).succeeded);
        assert_eq!(pod.volumes(), once, "{}", shell.name);
        assert_eq!(pod.read(HTTPD).matches("Include").count(), 1);
    }
}

#[test]
fn a_configuration_without_its_main_file_is_an_error() {
    for shell in all() {
        let done = Pod::new().run(&shell, &agent(), &ENV);
        assert!(!done.succeeded);
        let wanted = "otel-inject: there is no httpd.conf in /usr/local/apache2/conf; \
                      apacheHttpd.configPath is where it should be\n";
        assert_eq!(done.said, wanted, "{}", shell.name);
    }
}

#[test]
fn volumes_that_can_not_be_written_are_an_error_and_stay_as_they_are() {
    for shell in all() {
        let pod = pod("Listen 80\n");
        let before = pod.volumes();
        let done = pod.run_without_rights(&shell, &agent(), &ENV);
        assert!(!done.succeeded, "{}", shell.name);
        assert!(done.said.contains("otel-inject: the agent can't be copied to "), "{}: {}", shell.name, done.said);
        assert_eq!(pod.volumes(), before);
    }
}

#[test]
fn a_configuration_that_can_not_be_written_is_an_error_and_stays_as_it_is() {
    for shell in all() {
        let pod = pod("Listen 80\n");
        // A directory in the way can't be replaced, whoever runs this.
        pod.write("/opt/opentelemetry-webserver/source-conf/opentemetry_agent.conf/x/y", "");
        pod.make("/opt/opentelemetry-webserver/source-conf/opentemetry_agent.conf.new");
        let done = pod.run(&shell, &agent(), &ENV);
        assert!(!done.succeeded, "{}", shell.name);
        assert!(done.said.contains("opentemetry_agent.conf can't be written"), "{}: {}", shell.name, done.said);
        assert_eq!(pod.read(HTTPD), "Listen 80\n");
    }
}

#[test]
fn a_variable_that_is_missing_is_an_error() {
    for shell in all() {
        let pod = pod("Listen 80\n");
        let done = pod.run(&shell, &agent(), &ENV[..1]);
        assert!(!done.succeeded && done.said.contains("APACHE_SERVICE_INSTANCE_ID"), "{}: {done:?}", shell.name);
        assert_eq!(pod.read(HTTPD), "Listen 80\n");
    }
}
