//! What Apache and nginx have in common.

use super::*;

/// A pod's spec after injecting languages into containers, one Instrumentation for all.
pub(super) struct Pod {
    pub(super) spec: Json,
    pub(super) injected: Injected,
}

pub(super) fn inject_into(
    asked: &[(&'static str, &[&str])],
    namespace: Option<&str>,
    instrumentation: Json,
    pod: Json,
) -> Pod {
    let instrumentation = super::instrumentation(instrumentation);
    let object = deployment(pod);
    let object = Value::from(&object);
    let workload = Workload::of(&object, namespace, StringMap::default()).expect("a Deployment");
    let mut template = workload.template().expect("a template").clone();
    let place = |name: &&str| ContainerRef { section: Section::Regular, name: (*name).to_owned() };
    let request = |(language, names): &(&'static str, &[&str])| Request {
        language: Language::parse(language).expect("a language"),
        instrumentation: &instrumentation,
        containers: names.iter().map(place).collect(),
        asked_by: None,
        listed_by_rule: false,
        rule: None,
    };
    let requests: Vec<Request<'_>> = asked.iter().map(request).collect();
    let (images, delivery, release) = (&Images::default(), Delivery::default(), &Release::LATEST);
    let surroundings = Surroundings { workload, exists: &|_, _| true, images, delivery, release };
    let injected = inject(&mut template, &requests, &surroundings);
    Pod { spec: template.to_json()["spec"].clone(), injected }
}

impl Pod {
    pub(super) fn container(&self, name: &str) -> &Json {
        let both = ["initContainers", "containers"].iter().filter_map(|list| self.spec[list].as_array());
        both.flatten().find(|container| container["name"] == name).unwrap_or(&Json::Null)
    }

    pub(super) fn env(&self, container: &str, variable: &str) -> &str {
        let env = self.container(container)["env"].as_array().map_or(&[][..], Vec::as_slice);
        let found = env.iter().find(|entry| entry["name"] == variable);
        found.and_then(|entry| entry["value"].as_str()).unwrap_or_default()
    }

    pub(super) fn names(&self, container: &str, list: &str) -> Vec<&str> {
        let list = self.container(container)[list].as_array().map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(|entry| entry["name"].as_str()).collect()
    }

    pub(super) fn mounts(&self, container: &str) -> Vec<String> {
        let list = self.container(container)["volumeMounts"].as_array().map_or(&[][..], Vec::as_slice);
        let text = |mount: &Json, key: &str| mount[key].as_str().unwrap_or_default().to_owned();
        list.iter().map(|mount| format!("{} at {}", text(mount, "name"), text(mount, "mountPath"))).collect()
    }

    pub(super) fn codes(&self) -> Vec<&'static str> {
        self.injected.notes.iter().map(|note| note.code.as_str()).collect()
    }
}

#[test]
fn what_is_added_has_its_keys_in_the_order_in_which_people_write_them() {
    let settings = json!({"imagePullPolicy": "Never", "initContainerSecurityContext": {}});
    let app = json!({
        "volumeMounts": [{"name": "d", "mountPath": "/d"}], "imagePullPolicy": "Always", "envFrom": [{"prefix": "a"}],
        "env": [{"name": "A", "value": "1"}], "image": "app:1", "name": "app", "ports": [{"containerPort": 80}],
    });
    for (language, agent) in [("apache-httpd", "otel-agent-attach-apache"), ("nginx", "otel-agent-attach-nginx")] {
        let pod = inject_into(&[(language, &["app"])], Some("shop"), settings.clone(), json!({"containers": [app]}));
        let keys = |name: &str| -> Vec<String> {
            let container = pod.container(name).as_object().expect("a container");
            container.keys().filter(|key| *key != "args").cloned().collect()
        };
        let clone = "name image imagePullPolicy command envFrom env resources securityContext volumeMounts";
        assert_eq!(keys("otel-agent-source-container-clone").join(" "), clone);
        let attach = "name image imagePullPolicy command env resources securityContext volumeMounts";
        assert_eq!(keys(agent).join(" "), attach);
        assert_eq!(pod.container("otel-agent-source-container-clone")["imagePullPolicy"], "Always");
        assert_eq!(pod.container(agent)["imagePullPolicy"], "Never");
    }
}

#[test]
fn without_a_namespace_the_agent_asks_the_downward_api_before_its_text() {
    for (language, agent, text) in [
        ("apache-httpd", "otel-agent-attach-apache", "OTEL_APACHE_AGENT_CONF"),
        ("nginx", "otel-agent-attach-nginx", "OTEL_NGINX_AGENT_CONF"),
    ] {
        let pod = inject_into(&[(language, &["app"])], None, json!({}), app(json!([])));
        let names = pod.names(agent, "env");
        assert_eq!(names[2..4], ["OTEL_RESOURCE_ATTRIBUTES_NAMESPACE_NAME", text]);
        let wanted = "ModuleServiceNamespace $(OTEL_RESOURCE_ATTRIBUTES_NAMESPACE_NAME)";
        assert!(pod.env(agent, text).contains(wanted), "{}", pod.env(agent, text));
        let clone = pod.names("otel-agent-source-container-clone", "env");
        assert_eq!(clone, [""; 0], "the clone needs none");
    }
}

#[test]
fn of_two_containers_the_second_gets_variables_and_a_warning() {
    let app = |name: &str| json!({"name": name, "volumeMounts": [{"name": "c", "mountPath": "/etc/nginx/conf.d"}]});
    for language in ["apache-httpd", "nginx"] {
        let settings = json!({"apacheHttpd": {"configPath": "/etc/nginx"}});
        let pod = json!({"containers": [app("app"), app("web")]});
        let pod = inject_into(&[(language, &["web", "app"])], Some("shop"), settings, pod);
        assert_eq!(pod.mounts("web").len(), 2);
        assert_eq!(pod.mounts("app"), ["c at /etc/nginx/conf.d"]);
        assert!(pod.names("app", "env").contains(&"OTEL_SERVICE_NAME"));
        assert!(!pod.names("app", "env").contains(&"LD_LIBRARY_PATH"));
        assert_eq!(pod.spec["initContainers"].as_array().map(Vec::len), Some(2));
        assert_eq!(pod.codes(), ["mount-replaced", "no-agent"]);
        assert_eq!(pod.injected.notes[1].at.to_string(), "/spec/template/spec/containers/app");
    }
}

#[test]
fn a_mount_that_is_elsewhere_by_its_path_is_taken_with_a_warning() {
    let mount = |path: &str| json!({"name": "d", "mountPath": path});
    for (path, warning) in
        [("/etc/nginx", false), ("/etc/nginx/a", false), ("/etc/nginx-a", true), ("/a/etc/nginx", true)]
    {
        let app = json!({"name": "app", "volumeMounts": [mount("/d"), mount(path), mount("/etc/nginx/second")]});
        let pod = inject_into(&[("nginx", &["app"])], Some("shop"), json!({}), json!({"containers": [app]}));
        let wanted = [
            "d at /d",
            "d at /etc/nginx/second",
            "otel-nginx-agent at /opt/opentelemetry-webserver/agent",
            "otel-nginx-conf-dir at /etc/nginx",
        ];
        assert_eq!(pod.mounts("app"), wanted);
        assert_eq!(pod.mounts("otel-agent-source-container-clone").len(), 4);
        assert_eq!(pod.codes(), ["mount-replaced", "mount-hides-agent"]);
        assert_eq!(pod.injected.notes[0].warning, warning, "{path}");
    }
}

#[test]
fn the_clone_has_what_earlier_languages_gave_the_server() {
    let asked: [(&'static str, &[&str]); 2] = [("python", &["app"]), ("nginx", &["app"])];
    let pod = inject_into(&asked, Some("shop"), json!({}), app(json!([])));
    let clone = "otel-agent-source-container-clone";
    assert!(pod.mounts(clone)[0].starts_with("opentelemetry-auto-instrumentation-python"));
    assert!(pod.names(clone, "env").contains(&"PYTHONPATH"));
}

#[test]
fn a_volume_of_the_same_name_is_warned_of() {
    for (language, volume) in [("apache-httpd", "otel-apache-conf-dir"), ("nginx", "otel-nginx-agent")] {
        let mut pod = app(json!([]));
        pod["volumes"] = json!([{"name": volume, "emptyDir": {}}]);
        let pod = inject_into(&[(language, &["app"])], Some("shop"), json!({}), pod);
        assert_eq!(pod.codes(), ["volume-twice"]);
        assert_eq!(pod.spec["volumes"].as_array().map(Vec::len), Some(3));
    }
}
