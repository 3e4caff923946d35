use serde_json::{Value as Json, json};

use super::*;
use crate::config::{Rule, Spec};
use crate::instrumentation::{Instrumentation, read};
use crate::k8s::{Section, StringMap};

mod apache_httpd;
mod command;
mod dotnet;
mod go;
mod image_volume;
mod images;
mod java;
mod mount_path;
mod nginx;
mod nodejs;
mod nodes;
mod rule;
mod servers;
mod several;

fn instrumentation(spec: Json) -> Instrumentation {
    read(&json!({"apiVersion": "opentelemetry.io/v1alpha1", "metadata": {"name": "inst"}, "spec": spec}))
        .instrumentation
}

fn deployment(spec: Json) -> Json {
    let template = json!({"metadata": {}, "spec": spec});
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"template": template}})
}

/// What injection makes of a pod's spec.
struct Done {
    spec: Json,
    injected: Injected,
}

impl Done {
    /// A container of either list.
    fn container(&self, name: &str) -> &Json {
        let all = ["initContainers", "containers"].iter().filter_map(|list| self.spec[list].as_array()).flatten();
        all.into_iter().find(|container| container["name"] == name).unwrap_or(&Json::Null)
    }

    /// The value of the first variable of a name.
    fn variable(&self, container: &str, name: &str) -> &Json {
        let env = self.container(container)["env"].as_array().map_or(&[][..], Vec::as_slice);
        env.iter().find(|entry| entry["name"] == name).map_or(&Json::Null, |entry| &entry["value"])
    }

    fn env(&self, variable: &str) -> &Json {
        self.variable("app", variable)
    }

    /// The names of the elements of a list.
    fn names_in(list: &Json) -> Vec<&str> {
        list.as_array().into_iter().flatten().filter_map(|entry| entry["name"].as_str()).collect()
    }

    fn names(&self) -> Vec<&str> {
        Self::names_in(&self.container("app")["env"])
    }

    fn codes(&self) -> Vec<&'static str> {
        self.injected.notes.iter().map(|note| note.code.as_str()).collect()
    }

    /// What was skipped, and why: `app: env-value-from-conflict`, or the code alone for a whole pod.
    fn skips(&self) -> Vec<String> {
        let skipped = |outcome: &Outcome| {
            let container = outcome.container.as_ref().map_or(String::new(), |name| format!("{name}: "));
            outcome.skipped.as_ref().map(|skip| format!("{container}{}", skip.code()))
        };
        self.injected.outcomes.iter().filter_map(skipped).collect()
    }
}

/// A language, the Instrumentation's spec, and the containers in the order in which selection would give them.
type Asked<'a> = (&'static str, Json, &'a [&'a str]);

/// What injecting one language after the other makes of a template with these annotations.
fn done_in_turn(namespace: Option<&str>, annotations: Json, pod: Json, asked: &[Asked<'_>]) -> Done {
    done_by_rule(None, namespace, annotations, pod, asked)
}

/// The same by a configuration, its first rule applying to the workload.
fn done_by_config(spec: &Spec, annotations: Json, pod: Json, asked: &[Asked<'_>]) -> Done {
    done_of(spec.rules.first(), spec, Some("shop"), annotations, pod, asked)
}

/// The same, where a rule applies to the workload.
fn done_by_rule(
    rule: Option<&Rule>,
    namespace: Option<&str>,
    annotations: Json,
    pod: Json,
    asked: &[Asked<'_>],
) -> Done {
    done_of(rule, &Spec::default(), namespace, annotations, pod, asked)
}

fn done_of(
    rule: Option<&Rule>,
    spec: &Spec,
    namespace: Option<&str>,
    annotations: Json,
    pod: Json,
    asked: &[Asked<'_>],
) -> Done {
    let mut object = deployment(pod);
    object["spec"]["template"]["metadata"]["annotations"] = annotations;
    let instrumentations: Vec<_> = asked.iter().map(|(_, spec, _)| instrumentation(spec.clone())).collect();
    let object = Value::from(&object);
    let workload = Workload::of(&object, namespace, StringMap::default()).expect("a Deployment");
    let pod = workload.pod().expect("a pod");
    let place = |name: &&str| {
        let is_init = pod.containers(Section::Init).any(|container| container.name() == *name);
        ContainerRef { section: if is_init { Section::Init } else { Section::Regular }, name: (*name).to_owned() }
    };
    let request = |((language, _, containers), instrumentation): (&Asked<'_>, _)| {
        let containers = containers.iter().map(place).collect();
        let language = Language::parse(language).expect("a language");
        Request { language, instrumentation, containers, asked_by: None, listed_by_rule: false, rule }
    };
    let requests: Vec<_> = asked.iter().zip(&instrumentations).map(request).collect();
    let mut template = workload.template().expect("a template").clone();
    let exists = |kind: &str, name: &str| kind == "Secret" && name == "known";
    let (images, delivery, release) = (&spec.images, spec.delivery, &Release::LATEST);
    let surroundings = Surroundings { workload, exists: &exists, images, delivery, release };
    let mut injected = inject(&mut template, &requests, &surroundings);
    injected.notes.extend(complete(&mut template, &requests.iter().collect::<Vec<_>>(), &surroundings));
    Done { spec: template.to_json()["spec"].clone(), injected }
}

/// What injecting a language into the container `app` makes of it.
fn done(language: &'static str, namespace: Option<&str>, instrumentation: Json, pod: Json) -> Done {
    done_in_turn(namespace, json!({}), pod, &[(language, instrumentation, &["app"])])
}

fn app(env: Json) -> Json {
    json!({"containers": [{"name": "app", "image": "app:1", "env": env}]})
}

#[test]
fn what_is_added_has_its_keys_in_the_order_in_which_people_write_them() {
    let settings = json!({"imagePullPolicy": "Always", "initContainerSecurityContext": {"runAsUser": 1}});
    let done = done("python", Some("shop"), settings, app(json!([])));
    let keys =
        |json: &Json| json.as_object().map_or(String::new(), |map| map.keys().cloned().collect::<Vec<_>>().join(" "));
    let added = &done.spec["initContainers"][0];
    assert_eq!(keys(added), "name image imagePullPolicy command resources securityContext volumeMounts");
    assert_eq!(keys(&added["resources"]), "limits requests");
    assert_eq!(keys(&added["volumeMounts"][0]), "name mountPath");
    assert_eq!(keys(&done.spec["containers"][0]["env"][0]), "name valueFrom");
    assert_eq!(keys(&done.spec), "containers volumes initContainers");
}

#[test]
fn a_workload_without_a_namespace_asks_the_downward_api() {
    let done = done("sdk", None, json!({}), app(json!(null)));
    assert_eq!(
        done.names(),
        [
            "OTEL_NODE_IP",
            "OTEL_POD_IP",
            "OTEL_SERVICE_NAME",
            "OTEL_RESOURCE_ATTRIBUTES_NAMESPACE_NAME",
            "OTEL_RESOURCE_ATTRIBUTES_POD_NAME",
            "OTEL_RESOURCE_ATTRIBUTES_NODE_NAME",
            "OTEL_RESOURCE_ATTRIBUTES",
        ]
    );
    let attributes = done.env("OTEL_RESOURCE_ATTRIBUTES").as_str().unwrap_or_default();
    let namespace = "$(OTEL_RESOURCE_ATTRIBUTES_NAMESPACE_NAME)";
    for wanted in [
        format!("k8s.namespace.name={namespace},"),
        format!("service.instance.id={namespace}.$(OTEL_RESOURCE_ATTRIBUTES_POD_NAME).app,"),
        format!("service.namespace={namespace},"),
    ] {
        assert!(attributes.contains(&wanted), "{wanted} in {attributes}");
    }
}

#[test]
fn resource_attributes_from_elsewhere_stay_as_they_are_and_where_they_are() {
    let own = json!({"name": "OTEL_RESOURCE_ATTRIBUTES", "valueFrom": {"configMapKeyRef": {"name": "a", "key": "b"}}});
    let done = done("sdk", Some("shop"), json!({}), app(json!([own, {"name": "A", "value": "1"}])));
    assert_eq!(done.names()[2..4], ["OTEL_RESOURCE_ATTRIBUTES", "A"]);
    assert_eq!(done.spec["containers"][0]["env"][2], own);
    assert_eq!(done.codes(), ["resource-attributes-value-from"]);
    let at = done.injected.notes[0].at.to_string();
    assert_eq!(at, "/spec/template/spec/containers/app/env");
}

#[test]
fn a_path_from_elsewhere_keeps_the_container_out() {
    let from_secret = json!({"name": "PYTHONPATH", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}});
    let skipped = ContainerSkip::ValueFrom { variable: "PYTHONPATH".to_owned() };
    let of_container = done("python", Some("shop"), json!({}), app(json!([from_secret])));
    assert_eq!(of_container.injected.outcomes[0].skipped, Some(skipped.clone()));
    let settings = json!({"python": {"env": [from_secret]}});
    let of_settings = done("python", Some("shop"), settings.clone(), app(json!([])));
    assert_eq!(of_settings.injected.outcomes[0].skipped, Some(skipped));
    assert_eq!(of_settings.names(), [""; 0]);
    // The operator adds what the pod needs all the same.
    assert_eq!(of_settings.spec["initContainers"][0]["name"], "opentelemetry-auto-instrumentation-python");
    // The container's own comes before that of the settings.
    let both = done("python", Some("shop"), settings, app(json!([{"name": "PYTHONPATH", "value": "/app"}])));
    assert_eq!(both.injected.outcomes[0].skipped, None);
    assert!(both.env("PYTHONPATH").as_str().is_some_and(|path| path.contains(":/app:")));
}

#[test]
fn certificates_that_are_not_among_the_inputs_are_warned_of_once() {
    let tls = |name: &str| json!({"exporter": {"endpoint": "https://c", "tls": {"secretName": name, "ca_file": "ca"}}});
    let two = json!({"containers": [{"name": "app"}]});
    assert_eq!(done("sdk", Some("shop"), tls("unknown"), two.clone()).codes(), ["tls-source-unknown"]);
    let known = done("sdk", Some("shop"), tls("known"), two);
    assert!(known.codes().is_empty());
    assert_eq!(known.env("OTEL_EXPORTER_OTLP_CERTIFICATE"), "/otel-auto-instrumentation-secret-known/ca");
    let mount = json!({
        "name": "otel-auto-secret-known", "mountPath": "/otel-auto-instrumentation-secret-known", "readOnly": true,
    });
    assert_eq!(known.spec["containers"][0]["volumeMounts"], json!([mount]));
    let volume = json!({"name": "otel-auto-secret-known", "secret": {"secretName": "known"}});
    assert_eq!(known.spec["volumes"], json!([volume]));
}

#[test]
fn resources_that_are_given_as_nothing_are_none() {
    let of = |resources: Json| {
        let settings = json!({"python": {"resourceRequirements": resources}});
        done("python", Some("shop"), settings, app(json!([]))).spec["initContainers"][0]["resources"].clone()
    };
    assert_eq!(of(json!({"limits": {}, "requests": {}})), Json::Null);
    assert_eq!(
        of(json!({"limits": {"cpu": 1}})),
        json!({"limits": {"cpu": "1"}, "requests": {"cpu": "50m", "memory": "64Mi"}})
    );
    assert_eq!(of(json!({"limits": null, "requests": {}})), json!({"limits": {"cpu": "500m", "memory": "256Mi"}}));
}

#[test]
fn a_persons_elements_keep_their_identity() {
    let instrumentation = instrumentation(json!({}));
    let own = json!([{"name": "OTEL_RESOURCE_ATTRIBUTES", "value": "a=b"}, {"name": "B", "value": "2"}]);
    let json = deployment(app(own));
    // As a reader makes it: every element knows its place.
    fn read(value: Value<'_>) -> Value<'_> {
        match value {
            Value::List(list) => Value::List(crate::value::List::read(list.iter().cloned().map(read).collect())),
            Value::Map(map) => Value::Map(map.into_iter().map(|(key, value)| (key, read(value))).collect()),
            other => other,
        }
    }
    let object = read(Value::from(&json));
    let workload = Workload::of(&object, Some("shop"), StringMap::default()).expect("a Deployment");
    let mut template = workload.template().expect("a template").clone();
    let containers = vec![ContainerRef { section: Section::Regular, name: "app".to_owned() }];
    let requests = [Request {
        language: Language::Sdk,
        instrumentation: &instrumentation,
        containers,
        asked_by: None,
        listed_by_rule: false,
        rule: None,
    }];
    let (images, delivery, release) = (&Images::default(), Delivery::default(), &Release::LATEST);
    inject(&mut template, &requests, &Surroundings { workload, exists: &|_, _| true, images, delivery, release });
    let containers = template.at(&["spec", "containers"]).and_then(Value::as_list).expect("containers");
    let env = containers.get(0).and_then(|app| app.get("env")?.as_list()).expect("env");
    let origins: Vec<_> =
        env.elements().iter().map(|element| element.origin.map(crate::value::Origin::index)).collect();
    assert_eq!(origins, [None, None, Some(1), None, None, None, Some(0)]);
}

#[test]
fn only_pods_replica_sets_and_jobs_have_owners_that_count() {
    let instrumentation = instrumentation(json!({"resource": {"addK8sUIDAttributes": true}}));
    let attributes = |api_version: &str, kind: &str| {
        let owner = json!({"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "owner", "uid": "1-2"});
        let metadata = json!({"name": "web", "ownerReferences": [owner]});
        let template = json!({"spec": app(json!([]))});
        let object =
            json!({"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": {"template": template}});
        let object = Value::from(&object);
        let workload = Workload::of(&object, Some("shop"), StringMap::default()).expect("a workload");
        let mut template = workload.template().expect("a template").clone();
        let containers = vec![ContainerRef { section: Section::Regular, name: "app".to_owned() }];
        let (language, asked_by, listed_by_rule) = (Language::Sdk, None, false);
        let request =
            Request { language, instrumentation: &instrumentation, containers, asked_by, listed_by_rule, rule: None };
        let (images, delivery, release) = (&Images::default(), Delivery::default(), &Release::LATEST);
        let surroundings = Surroundings { workload, exists: &|_, _| true, images, delivery, release };
        inject(&mut template, &[request], &surroundings);
        let app = template.at(&["spec", "containers"]).and_then(|containers| containers.as_list()?.get(0).cloned());
        crate::k8s::Container(&app.expect("a container")).env_value("OTEL_RESOURCE_ATTRIBUTES").into_owned()
    };
    for (api_version, kind, counts) in [
        ("batch/v1", "Job", true),
        ("apps/v1", "ReplicaSet", true),
        ("apps/v1", "Deployment", false),
        ("apps/v1", "DaemonSet", false),
    ] {
        let attributes = attributes(api_version, kind);
        let owner = ",k8s.statefulset.name=owner,k8s.statefulset.uid=1-2,";
        assert_eq!(attributes.contains(owner), counts, "{kind}: {attributes}");
    }
}
