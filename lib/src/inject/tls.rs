//! Certificates for the exporter: variables that name them, and the Secret and ConfigMap that hold them.

use crate::diagnostic::Code;
use crate::instrumentation::Tls;
use crate::k8s::{ContainerMut, ContainerRef};
use crate::pointer::Pointer;
use crate::value::{Text, Value};

use super::Job;

/// What the names of the volumes begin with, and what they are.
pub(super) const VOLUMES: &[(&str, &[&str])] =
    &[("otel-auto-secret-", &["secret"]), ("otel-auto-configmap-", &["configMap"])];

/// The variables, each where it is absent and the certificate is given.
pub(super) fn env<'s>(container: &mut ContainerMut<'_, 's>, tls: &'s Tls) {
    let secret = directory("secret", tls.secret_name.as_deref().unwrap_or_default());
    let authority = match given(&tls.config_map_name) {
        Some(name) => directory("configmap", name),
        None => secret.clone(),
    };
    for (variable, file, directory) in [
        ("OTEL_EXPORTER_OTLP_CERTIFICATE", &tls.ca_file, &authority),
        ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", &tls.cert_file, &secret),
        ("OTEL_EXPORTER_OTLP_CLIENT_KEY", &tls.key_file, &secret),
    ] {
        if let Some(file) = given(file) {
            let path: Text<'s> = if file.starts_with('/') { file.into() } else { format!("{directory}/{file}").into() };
            container.default_env(variable, path);
        }
    }
}

/// Volume and mount of each that is named, whether or not a file of it is used; each only where none of its name is
/// there.
pub(super) fn volumes<'s>(job: &mut Job<'_, 's>, place: &ContainerRef, tls: &'s Tls) {
    let secret = given(&tls.secret_name).map(|name| ("secret", "Secret", "secretName", name));
    let config_map = given(&tls.config_map_name).map(|name| ("configmap", "ConfigMap", "name", name));
    for (word, kind, key, name) in secret.into_iter().chain(config_map) {
        let volume = volume_name(word, name);
        if let Some(mut container) = job.pod.container(place)
            && !container.view().mounts(&volume)
        {
            container.mount(volume.clone(), directory(word, name), true);
        }
        if !job.pod.view().has_volume(&volume) {
            let source = if kind == "Secret" { "secret" } else { "configMap" };
            let source = (source, Value::map([(key, Value::from(name))]));
            job.pod.add_volume(Value::map([("name", Value::from(volume)), source]));
        }
        if !(job.context.surroundings.exists)(kind, name) {
            let message = format!(
                "the {kind} {name} that the exporter's tls names is not among the inputs; \
                 make sure that it is in the workload's namespace, or its pods will not start"
            );
            job.note(Code::TlsSourceUnknown, true, message, Pointer::default());
        }
    }
}

fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

fn directory(word: &str, name: &str) -> String {
    format!("/otel-auto-instrumentation-{word}-{name}")
}

/// Names of volumes are labels of DNS: at most 63 characters, the last of them a letter or digit.
fn volume_name(word: &str, name: &str) -> String {
    let full = format!("otel-auto-{word}-{name}");
    let cut = full.char_indices().nth(63).map_or(full.as_str(), |(end, _)| &full[..end]);
    cut.trim_end_matches(|last: char| !last.is_ascii_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_and_ends_in_a_letter_or_digit() {
        assert_eq!(volume_name("secret", "a"), "otel-auto-secret-a");
        assert_eq!(volume_name("secret", &"s".repeat(60)).len(), 63);
        let name = format!("{}--x", "s".repeat(44));
        assert_eq!(volume_name("secret", &name), format!("otel-auto-secret-{}", "s".repeat(44)));
    }
}
