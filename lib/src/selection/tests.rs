use serde_json::{Value as Json, json};

use super::*;
use crate::instrumentation::{Instrumentation, read};
use crate::k8s::{ContainerRef, StringMap};
use crate::operator::ANNOTATION_PREFIX;
use crate::scope::Scope;
use crate::value::Value;

fn instrumentation(namespace: Option<&str>, name: &str, endpoint: &str) -> Instrumentation {
    let metadata = json!({"name": name, "namespace": namespace});
    let spec = json!({"exporter": {"endpoint": endpoint}});
    let object = json!({"apiVersion": "opentelemetry.io/v1alpha1", "metadata": metadata, "spec": spec});
    read(&object).instrumentation
}

fn deployment(annotations: Json) -> Json {
    let spec = json!({"containers": [{"name": "app"}, {"name": "side"}], "initContainers": [{"name": "init"}]});
    let template = json!({"metadata": {"annotations": annotations}, "spec": spec});
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"template": template}})
}

fn inject(language: &str, value: &str) -> Json {
    json!({format!("{ANNOTATION_PREFIX}inject-{language}"): value})
}

/// What is selected where everything is in one stream.
fn select<'e>(
    workload: &Workload<'_, '_>,
    all: &'e [Instrumentation],
    off: &[Language],
    config: &'e OtelInject,
) -> Selection<'e> {
    let scope: &Scope = Box::leak(Box::default());
    let catalogue: &Catalogue = Box::leak(Box::new(Catalogue::of(all, all.iter().map(|_| 0), scope)));
    let choices = Choices { all, catalogue, scope, source: 0 };
    super::select(workload, &choices, off, config, &mut Trace::default())
}

/// One line for what is selected, or why not.
fn selected(object: &Json, namespace: Option<&str>, all: &[Instrumentation], off: &[&str]) -> String {
    ruled(object, namespace, all, off, &OtelInject::default())
}

/// The same with a configuration.
fn ruled(object: &Json, namespace: Option<&str>, all: &[Instrumentation], off: &[&str], config: &OtelInject) -> String {
    let object = Value::from(object);
    let off: Vec<Language> = off.iter().map(|name| Language::parse(name).expect("a language")).collect();
    let Some(workload) = Workload::of(&object, namespace, StringMap::default()) else { return "none".to_owned() };
    match select(&workload, all, &off, config) {
        Selection::Selected { requests, notes, .. } => {
            let names =
                |places: &[ContainerRef]| places.iter().map(|place| place.name.clone()).collect::<Vec<_>>().join(",");
            let request = |request: &Request<'_>| {
                format!(
                    "{} {} in {}",
                    request.language,
                    request.instrumentation.full_name(),
                    names(&request.containers)
                )
            };
            let notes = notes.iter().map(|note| format!("!{}", note.code));
            requests.iter().map(request).chain(notes).collect::<Vec<_>>().join("; ")
        }
        Selection::Skipped { reason, .. } => reason.code().to_string(),
        Selection::Refused(refusal) => refusal.reason.code().to_string(),
    }
}

#[test]
fn an_instrumentation_of_the_own_namespace_comes_before_one_that_serves_all() {
    let everywhere = Instrumentation { everywhere: true, ..instrumentation(None, "inst", "http://all") };
    let own = instrumentation(Some("shop"), "inst", "http://shop");
    let object = deployment(inject("python", "true"));
    let both = [everywhere.clone(), own];
    assert_eq!(selected(&object, Some("shop"), &both, &[]), "python shop/inst in app");
    assert_eq!(selected(&object, Some("other"), &both, &[]), "python inst in app");
    let by_full_name = deployment(inject("python", "other/inst"));
    assert_eq!(selected(&by_full_name, Some("shop"), &both, &[]), "python inst in app");
    // Of one in the input without a namespace nobody knows where it goes. An annotation that names the namespace does.
    let plain = [Instrumentation { everywhere: false, ..everywhere }];
    assert_eq!(selected(&object, Some("other"), &plain, &[]), "python inst in app; !namespace-unknown");
    assert_eq!(selected(&by_full_name, Some("shop"), &plain, &[]), "instrumentation-not-found");
    assert_eq!(selected(&object, None, &plain, &[]), "python inst in app");
}

#[test]
fn a_workload_without_a_namespace_takes_the_only_one_that_fits() {
    let shop = instrumentation(Some("shop"), "inst", "http://shop");
    let other = instrumentation(Some("other"), "inst", "http://other");
    let none = instrumentation(None, "inst", "http://none");
    for value in ["true", "inst"] {
        let object = deployment(inject("python", value));
        let of = |all: &[Instrumentation]| selected(&object, None, all, &[]);
        assert_eq!(of(std::slice::from_ref(&shop)), "python shop/inst in app; !namespace-unknown");
        assert_eq!(of(&[shop.clone(), other.clone()]), "instrumentation-ambiguous");
        assert_eq!(of(&[shop.clone(), none.clone()]), "python inst in app");
    }
}

#[test]
fn the_same_twice_is_one_and_different_ones_are_a_conflict() {
    let one = instrumentation(Some("shop"), "inst", "http://a");
    let object = deployment(inject("python", "inst"));
    assert_eq!(selected(&object, Some("shop"), &[one.clone(), one.clone()], &[]), "python shop/inst in app");
    let other = instrumentation(Some("shop"), "inst", "http://b");
    assert_eq!(selected(&object, Some("shop"), &[one, other], &[]), "instrumentation-conflict");
}

#[test]
fn an_invalid_one_matters_only_where_it_is_asked_for() {
    let good = instrumentation(Some("shop"), "good", "http://a");
    let bad = Instrumentation { valid: false, ..instrumentation(Some("shop"), "bad", "http://a") };
    let all = [good, bad];
    let of = |value| selected(&deployment(inject("python", value)), Some("shop"), &all, &[]);
    assert_eq!(of("good"), "python shop/good in app");
    assert_eq!(of("bad"), "instrumentation-invalid");
}

#[test]
fn each_of_the_same_has_to_be_valid() {
    let good = instrumentation(Some("shop"), "inst", "http://a");
    let bad = Instrumentation { valid: false, ..good.clone() };
    let of = |all: &[Instrumentation]| selected(&deployment(inject("python", "inst")), Some("shop"), all, &[]);
    assert_eq!(of(&[good.clone(), good.clone()]), "python shop/inst in app");
    assert_eq!(of(&[good.clone(), bad.clone()]), "instrumentation-invalid");
    assert_eq!(of(&[bad, good]), "instrumentation-invalid");
}

#[test]
fn candidates_are_named_once_and_in_order() {
    let [shop, bank] = ["shop", "bank"].map(|namespace| instrumentation(Some(namespace), "inst", "http://a"));
    let object = Value::from(&deployment(inject("python", "true"))).into_owned();
    let workload = Workload::of(&object, None, StringMap::default()).expect("a workload");
    match select(&workload, &[shop.clone(), bank, shop], &[], &OtelInject::default()) {
        Selection::Refused(Refusal { reason: RefusalReason::InstrumentationAmbiguous { candidates, .. }, .. }) => {
            assert_eq!(candidates, ["bank/inst", "shop/inst"]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_language_that_is_off_is_looked_up_all_the_same() {
    let all = [instrumentation(Some("shop"), "inst", "http://a")];
    let of = |value| selected(&deployment(inject("go", value)), Some("shop"), &all, &["go"]);
    assert_eq!(of("inst"), "language-off");
    assert_eq!(of("missing"), "instrumentation-not-found");
    let sdk = deployment(inject("sdk", "true"));
    assert_eq!(selected(&sdk, Some("shop"), &all, &["sdk"]), "sdk shop/inst in app");
}

#[test]
fn init_containers_come_first_and_some_languages_pass_over_them() {
    let all = [instrumentation(Some("shop"), "inst", "http://a")];
    let of = |language: &str, names: &str| {
        let mut annotations = inject(language, "true");
        annotations[format!("{ANNOTATION_PREFIX}container-names")] = json!(names);
        selected(&deployment(annotations), Some("shop"), &all, &[])
    };
    assert_eq!(of("python", "side,app,init"), "python shop/inst in init,side,app");
    assert_eq!(of("python", "app,ghost"), "python shop/inst in app");
    assert_eq!(of("python", "ghost"), "nothing-to-do");
    assert_eq!(of("python", "app,app"), "containers-ambiguous");
    assert_eq!(of("python", ",,app"), "python shop/inst in app");
    assert_eq!(of("python", "app, side"), "container-names-invalid");
    assert_eq!(of("apache-httpd", "side,app,init"), "apache-httpd shop/inst in side,app");
    assert_eq!(of("nginx", "init"), "nothing-to-do");
    assert_eq!(of("go", "init,app"), "nothing-to-do");
    assert_eq!(of("go", "ghost,side"), "go shop/inst in app");
    assert_eq!(of("go", "side,app"), "go shop/inst in side");
}

#[test]
fn names_in_vain_are_told_and_nothing_between_commas() {
    let skips = |names: &str| {
        let mut annotations = inject("python", "true");
        annotations[format!("{ANNOTATION_PREFIX}container-names")] = json!(names);
        let object = Value::from(&deployment(annotations)).into_owned();
        let workload = Workload::of(&object, Some("shop"), StringMap::default()).expect("a workload");
        let all = [instrumentation(Some("shop"), "inst", "http://a")];
        let (Selection::Selected { outcomes, .. } | Selection::Skipped { outcomes, .. }) =
            select(&workload, &all, &[], &OtelInject::default())
        else {
            panic!("refused");
        };
        outcomes.into_iter().map(|outcome| outcome.container.unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(skips("app,ghost,,host"), ["ghost", "host"]);
    assert_eq!(skips("app,,side"), [""; 0]);
    assert_eq!(skips("ghost,host"), [""], "together, as nothing is left");
}

#[test]
fn a_pod_that_counts_as_instrumented_gives_no_error() {
    let mut object = deployment(inject("python", "missing"));
    assert_eq!(selected(&object, None, &[], &[]), "instrumentation-not-found");
    let pod = &mut object["spec"]["template"]["spec"];
    pod["initContainers"] = json!([{"name": "opentelemetry-auto-instrumentation-java"}]);
    assert_eq!(selected(&object, None, &[], &[]), "already-injected");
    // Not even where an annotation can't be read.
    let annotations = json!({format!("{ANNOTATION_PREFIX}inject-python"): {}});
    object["spec"]["template"]["metadata"]["annotations"] = annotations;
    assert_eq!(selected(&object, None, &[], &[]), "already-injected");
}

#[test]
fn an_image_of_an_agent_shows_an_injection() {
    let counts = |volume: Json| {
        let pod = json!({"spec": {"containers": [{"name": "app"}], "volumes": [volume]}});
        counts_as_instrumented(Pod(&Value::from(&pod)))
    };
    let agent = "opentelemetry-auto-instrumentation-python";
    let volume = |name: &str, source: Json| json!({"name": name, "image": source});
    assert_eq!(counts(volume(agent, json!({"reference": "agent:1"}))), Some(format!("volume {agent}")));
    assert_eq!(counts(volume(agent, json!(null))), None, "no source");
    assert_eq!(counts(json!({"name": agent, "emptyDir": {}})), None, "the init container tells");
    assert_eq!(counts(volume("opentelemetry-auto-instrumentation-cobol", json!({"reference": "agent:1"}))), None);
}

#[test]
fn lists_matter_only_to_languages_that_are_on() {
    let mut annotations = inject("python", "true");
    annotations[format!("{ANNOTATION_PREFIX}inject-go")] = json!("true");
    let object = Value::from(&deployment(annotations)).into_owned();
    let workload = Workload::of(&object, None, StringMap::default()).expect("a workload");
    let stops = |off: &[Language]| match check_lists(&workload, off, &OtelInject::default()) {
        Some(NotSelected::Skip(skip)) => Some(skip.code().as_str()),
        Some(NotSelected::Refuse(refusal)) => panic!("{refusal:?}"),
        None => None,
    };
    assert_eq!(stops(&[]), Some("containers-ambiguous"));
    assert_eq!(stops(&[Language::Go]), None);
    assert_eq!(stops(&[Language::Go, Language::Python]), None);
}

#[test]
fn an_annotation_on_the_workload_itself_is_told() {
    let mut object = deployment(json!({}));
    object["metadata"]["annotations"] = inject("python", "true");
    assert_eq!(selected(&object, None, &[], &[]), "annotation-on-workload");
    object["metadata"]["annotations"] = inject("python", "false");
    assert_eq!(selected(&object, None, &[], &[]), "not-asked");
}

#[test]
fn shapes_matter_only_to_what_asks() {
    let mut object = deployment(inject("python", "true"));
    object["spec"]["template"]["spec"]["containers"] = json!([]);
    assert_eq!(selected(&object, None, &[], &[]), "malformed-workload");
    object["spec"]["template"]["metadata"]["annotations"] = json!({});
    assert_eq!(selected(&object, None, &[], &[]), "not-asked");
    object["spec"]["template"]["metadata"]["annotations"] = json!(["a"]);
    assert_eq!(selected(&object, None, &[], &[]), "malformed-workload");
    object["spec"] = json!(null);
    assert_eq!(selected(&object, None, &[], &[]), "not-asked");
}

mod rules {
    use super::*;
    use crate::config;

    fn configured(rules: Json) -> OtelInject {
        let spec = json!({"rules": rules});
        let object = json!({
            "apiVersion": "otel-inject.dev/v1alpha1", "kind": "OtelInject", "metadata": {"name": "shop"}, "spec": spec,
        });
        let read = config::read(&Value::from(&object));
        assert_eq!(read.errors, []);
        read.config
    }

    /// What is selected from a pod with these annotations, by these rules.
    fn ruled(annotations: Json, rules: Json) -> String {
        let all = ["a", "b"].map(|name| instrumentation(Some("shop"), name, "http://c"));
        super::ruled(&deployment(annotations), Some("shop"), &all, &[], &configured(rules))
    }

    #[test]
    fn by_language_a_pod_that_says_no_goes_before_a_rule_and_a_rule_before_the_rest() {
        let rules = || json!([{"inject": {"python": "a"}}]);
        assert_eq!(ruled(json!({}), rules()), "python shop/a in app");
        assert_eq!(ruled(inject("python", "b"), rules()), "python shop/a in app");
        assert_eq!(ruled(inject("python", "False"), rules()), "not-asked");
        assert_eq!(ruled(inject("java", "false"), rules()), "python shop/a in app");
        assert_eq!(ruled(inject("python", "b"), json!([{"inject": {"java": "a"}}])), "containers-ambiguous");
        assert_eq!(ruled(json!({}), json!([{"inject": {"python": true}}])), "instrumentation-ambiguous");
    }

    #[test]
    fn the_first_rule_that_selects_a_workload_applies() {
        let rule = |select: Json, name: &str| json!({"select": select, "inject": {"python": name}});
        for (select, wanted) in [
            (json!({}), "a"),
            (json!({"kinds": ["StatefulSet"]}), "b"),
            (json!({"kinds": ["StatefulSet", "Deployment"]}), "a"),
            (json!({"names": ["w?b"]}), "a"),
            (json!({"names": ["cart"]}), "b"),
            (json!({"namespaces": ["*"]}), "a"),
            (json!({"namespaces": ["bank"]}), "b"),
            (json!({"labels": "tier"}), "b"),
            (json!({"labels": "!tier", "names": ["cart"]}), "b"),
        ] {
            let rules = json!([rule(select.clone(), "a"), rule(json!({}), "b")]);
            assert_eq!(ruled(json!({}), rules), format!("python shop/{wanted} in app"), "{select}");
        }
    }

    #[test]
    fn containers_of_a_rule_replace_lists_for_what_it_injects() {
        let rule = |containers: Json| json!([{"inject": {"python": "a"}, "containers": containers}]);
        assert_eq!(ruled(json!({}), rule(json!({}))), "python shop/a in app,side");
        assert_eq!(ruled(json!({}), rule(json!({"include": ["init", "side"]}))), "python shop/a in init,side");
        assert_eq!(ruled(json!({}), rule(json!({"include": ["in*", "side"]}))), "python shop/a in side");
        let excluded = json!({"include": ["init", "side"], "exclude": ["init"]});
        assert_eq!(ruled(json!({}), rule(excluded)), "python shop/a in side");
        assert_eq!(ruled(json!({}), rule(json!({"exclude": ["app"]}))), "python shop/a in side");
        assert_eq!(ruled(json!({}), rule(json!({"exclude": ["*"]}))), "nothing-to-do");
        let listed = json!({format!("{ANNOTATION_PREFIX}container-names"): "app"});
        assert_eq!(ruled(listed.clone(), rule(json!({"include": ["side"]}))), "python shop/a in side");
        assert_eq!(ruled(listed, json!([{"inject": {"python": "a"}}])), "python shop/a in app");
        // Java is asked for by an annotation, and the rule's containers are not for it.
        assert_eq!(ruled(inject("java", "b"), rule(json!({"include": ["side"]}))), "containers-ambiguous");
        let settings = json!([{"containers": {"include": ["side"]}}]);
        assert_eq!(ruled(inject("java", "b"), settings), "java shop/b in side");
    }
}
