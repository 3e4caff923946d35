//! What the operator refuses or warns of when an Instrumentation is applied.

use crate::operator::Language;
use crate::pointer::{Pointer, Step};

use super::{About, Mistake, Spec, field_place};

/// The samplers that an Instrumentation may name.
pub const SAMPLERS: [&str; 8] = [
    "always_on",
    "always_off",
    "traceidratio",
    "parentbased_always_on",
    "parentbased_always_off",
    "parentbased_traceidratio",
    "jaeger_remote",
    "xray",
];
/// The propagators that an Instrumentation may name.
pub const PROPAGATORS: [&str; 8] = ["tracecontext", "baggage", "b3", "b3multi", "jaeger", "xray", "ottrace", "none"];

/// Collects everything that is wrong with a spec.
pub(super) fn spec(spec: &Spec, errors: &mut Vec<Mistake>, warnings: &mut Vec<Mistake>) {
    sampler(spec, errors, warnings);
    for (index, propagator) in spec.propagators.iter().enumerate() {
        if !PROPAGATORS.contains(&propagator.as_str()) {
            let mut at = place(&["propagators"]);
            at.0.push(Step::Index(index));
            errors.push(mistake(
                About::Propagator,
                at,
                format!("{propagator:?} is no propagator"),
                &one_of(&PROPAGATORS),
            ));
        }
    }
    exporter(spec, warnings);
    for language in Language::ALL {
        volume(spec, language, errors, warnings);
    }
    for (index, extension) in spec.java.extensions.iter().enumerate() {
        for (field, value) in [("image", &extension.image), ("dir", &extension.dir)] {
            if value.is_empty() {
                let mut at = place(&["java", "extensions"]);
                at.0.push(Step::Index(index));
                let help = format!("give it its {field}, or leave the extension out");
                errors.push(mistake(About::Extension, at, format!("the extension has no {field}"), &help));
            }
        }
    }
    path(spec.apache_httpd.config_path.as_deref(), &["apacheHttpd", "configPath"], errors);
    path(spec.nginx.config_file.as_deref(), &["nginx", "configFile"], errors);
}

fn sampler(spec: &Spec, errors: &mut Vec<Mistake>, warnings: &mut Vec<Mistake>) {
    let kind = spec.sampler.kind.as_deref().unwrap_or_default();
    let argument = spec.sampler.argument.as_deref().unwrap_or_default();
    // The operator warns of every missing type; most Instrumentations have none, and the SDK's default is meant.
    if kind.is_empty() && !argument.is_empty() {
        let message = "the sampler has an argument and no type, so the SDK's own default holds".to_owned();
        warnings.push(mistake(
            About::Sampler,
            place(&["sampler"]),
            message,
            "give sampler.type, such as parentbased_traceidratio",
        ));
    } else if !kind.is_empty() && !SAMPLERS.contains(&kind) {
        errors.push(mistake(
            About::Sampler,
            place(&["sampler", "type"]),
            format!("{kind:?} is no sampler"),
            &one_of(&SAMPLERS),
        ));
    }
    let wrong = match kind {
        _ if argument.is_empty() => return,
        "traceidratio" | "parentbased_traceidratio" => (!is_rate(argument))
            .then(|| (format!("{argument:?} is no ratio"), "write a number from 0 to 1, such as \"0.25\"")),
        "jaeger_remote" => argument.split(',').find(|pair| !is_jaeger_setting(pair)).map(|pair| {
            let help = "write endpoint=…,pollingIntervalMs=5000,initialSamplingRate=0.25";
            (format!("{pair:?} is no setting of the jaeger_remote sampler"), help)
        }),
        _ => None,
    };
    if let Some((message, help)) = wrong {
        errors.push(mistake(About::Sampler, place(&["sampler", "argument"]), message, help));
    }
}

/// Whether a text is a ratio that a sampler takes.
#[must_use]
pub fn is_rate(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(|rate| (0.0..=1.0).contains(&rate))
}

fn is_jaeger_setting(pair: &str) -> bool {
    match pair.split_once('=') {
        Some((_, value)) if value.contains('=') => false,
        Some(("endpoint", value)) => !value.is_empty(),
        Some(("pollingIntervalMs", value)) => value.parse::<i64>().is_ok(),
        Some(("initialSamplingRate", value)) => is_rate(value),
        Some(_) => true,
        None => false,
    }
}

fn exporter(spec: &Spec, warnings: &mut Vec<Mistake>) {
    let given = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    let https = spec.exporter.endpoint.as_ref().is_some_and(|endpoint| endpoint.starts_with("https://"));
    match &spec.exporter.tls {
        Some(tls) => {
            if given(&tls.cert_file) != given(&tls.key_file) {
                let message = "a client's certificate is of no use without its key, nor the key without it".to_owned();
                warnings.push(mistake(
                    About::Tls,
                    place(&["exporter", "tls"]),
                    message,
                    "give both cert_file and key_file",
                ));
            }
            if !https {
                let message = "tls is configured, but the endpoint does not begin with https://".to_owned();
                warnings.push(mistake(
                    About::Tls,
                    place(&["exporter", "tls"]),
                    message,
                    "begin exporter.endpoint with https://",
                ));
            }
        }
        None if https => {
            let message = "the endpoint begins with https://, but no tls is configured".to_owned();
            let help = "give exporter.tls, unless the collector's certificate is one that every image trusts";
            warnings.push(mistake(About::Tls, place(&["exporter", "endpoint"]), message, help));
        }
        None => {}
    }
}

fn volume(spec: &Spec, language: Language, errors: &mut Vec<Mistake>, warnings: &mut Vec<Mistake>) {
    let Some(settings) = spec.settings(language) else { return };
    let at = |field| field_place(Some(language), field);
    if let Some(template) = settings.volume_claim_template
        && template.get("spec").is_none()
    {
        let message = "the claim template has no spec, so the API server refuses it".to_owned();
        warnings.push(mistake(
            About::Claim,
            at("volumeClaimTemplate"),
            message,
            "give it a spec with accessModes and resources",
        ));
    }
    match (settings.volume_limit_size, settings.volume_claim_template) {
        (Some(_), Some(_)) => errors.push(mistake(
            About::Volume,
            at("volumeLimitSize"),
            "volumeLimitSize and volumeClaimTemplate exclude each other".to_owned(),
            "leave one of the two out",
        )),
        (Some(_), None) => warnings.push(mistake(
            About::Deprecated,
            at("volumeLimitSize"),
            "volumeLimitSize is deprecated".to_owned(),
            "use volumeClaimTemplate, if the default of 200Mi is not enough",
        )),
        _ => {}
    }
}

fn path(text: Option<&str>, field: &[&'static str], errors: &mut Vec<Mistake>) {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'/' | b'-');
    if let Some(text) = text
        && (text.chars().count() > 256 || !text.bytes().all(allowed))
    {
        let help = "write a path of letters, digits and . _ / - with at most 256 characters";
        errors.push(mistake(About::Path, place(field), format!("{text:?} is refused as a path"), help));
    }
}

pub(super) fn place(below_spec: &[&'static str]) -> Pointer<'static> {
    let mut at = Pointer::keys(&["spec"]);
    at.0.extend(Pointer::keys(below_spec).0);
    at
}

pub(super) fn mistake(about: About, at: Pointer<'static>, message: String, help: &str) -> Mistake {
    Mistake { about, at, message, help: help.to_owned() }
}

fn one_of(allowed: &[&str]) -> String {
    format!("use one of {}", allowed.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn found(json: Json) -> (Vec<String>, Vec<String>) {
        let (mut errors, mut warnings) = (Vec::new(), Vec::new());
        spec(&serde_json::from_value(json).unwrap_or_default(), &mut errors, &mut warnings);
        let places = |mistakes: Vec<Mistake>| mistakes.iter().map(|mistake| mistake.at.to_string()).collect();
        (places(errors), places(warnings))
    }

    fn sampler_argument(kind: &str, argument: &str) -> bool {
        found(json!({"sampler": {"type": kind, "argument": argument}})).0.is_empty()
    }

    #[test]
    fn what_the_operator_refuses_is_an_error() {
        let (errors, _) = found(json!({
            "sampler": {"type": "sometimes"},
            "propagators": ["baggage", "b4"],
            "java": {"extensions": [{"image": "a"}]},
            "nodejs": {"volumeLimitSize": "1Gi", "volumeClaimTemplate": {"spec": {"accessModes": []}}},
            "python": {"volumeLimitSize": "1Gi", "volumeClaimTemplate": {"spec": {}}},
            "apacheHttpd": {"configPath": "/etc/my conf"},
            "nginx": {"configFile": "/".repeat(257)},
        }));
        let wanted = [
            "/spec/sampler/type",
            "/spec/propagators/1",
            "/spec/nodejs/volumeLimitSize",
            "/spec/java/extensions/0",
            "/spec/apacheHttpd/configPath",
            "/spec/nginx/configFile",
        ];
        assert_eq!(errors, wanted);
    }

    #[test]
    fn a_sampler_has_its_own_kind_of_argument() {
        for (kind, argument, accepted) in [
            ("traceidratio", "0.25", true),
            ("traceidratio", "", true),
            ("traceidratio", "1.5", false),
            ("parentbased_traceidratio", "much", false),
            ("always_on", "much", true),
            ("jaeger_remote", "endpoint=http://j:1,pollingIntervalMs=5000,initialSamplingRate=0.2", true),
            ("jaeger_remote", "endpoint=", false),
            ("jaeger_remote", "endpoint", false),
            ("jaeger_remote", "pollingIntervalMs=soon", false),
            ("jaeger_remote", "initialSamplingRate=2", false),
        ] {
            assert_eq!(sampler_argument(kind, argument), accepted, "{kind} {argument:?}");
        }
    }

    #[test]
    fn what_the_operator_warns_of_is_a_warning() {
        let of = |exporter: Json| found(json!({"sampler": {"type": "always_on"}, "exporter": exporter})).1;
        assert_eq!(of(json!({"endpoint": "https://c"})), ["/spec/exporter/endpoint"]);
        assert_eq!(of(json!({"endpoint": "http://c", "tls": {}})), ["/spec/exporter/tls"]);
        assert_eq!(of(json!({"endpoint": "https://c", "tls": {"cert_file": "a"}})), ["/spec/exporter/tls"]);
        assert!(of(json!({"endpoint": "https://c", "tls": {"cert_file": "a", "key_file": "b"}})).is_empty());
        assert_eq!(
            found(json!({"sampler": {"argument": "1"}, "java": {"volumeLimitSize": "1Gi"}})).1,
            ["/spec/sampler", "/spec/java/volumeLimitSize"]
        );
        let template = json!({"metadata": {"labels": {"a": "b"}}});
        let spec = json!({"sampler": {"type": "xray"}, "java": {"volumeClaimTemplate": template}});
        assert_eq!(found(spec), (vec![], vec!["/spec/java/volumeClaimTemplate".to_owned()]));
    }
}
