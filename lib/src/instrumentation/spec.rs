//! The fields of an Instrumentation (`opentelemetry.io/v1alpha1`), as the operator defines them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use super::settings::{Agent, ApacheHttpd, Go, Java, Nginx};

/// `spec` of an Instrumentation.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Spec {
    /// Where telemetry is sent.
    pub exporter: Exporter,
    /// What every signal says of its origin.
    pub resource: Resource,
    /// The context propagators, in order.
    pub propagators: Vec<String>,
    /// Which traces are kept.
    pub sampler: Sampler,
    /// Ways of finding values that are not given.
    pub defaults: Defaults,
    /// Variables for every language.
    pub env: Vec<EnvVar>,
    /// `imagePullPolicy` of the containers that are added.
    pub image_pull_policy: Option<String>,
    /// `securityContext` of the init containers that are added; `{}` counts as given.
    pub init_container_security_context: Option<Json>,
    /// Settings for Java.
    pub java: Java,
    /// Settings for Node.js.
    #[serde(rename = "nodejs")]
    pub nodejs: Agent,
    /// Settings for Python.
    pub python: Agent,
    /// Settings for .NET.
    pub dotnet: Agent,
    /// Settings for Go.
    pub go: Go,
    /// Settings for the Apache HTTP server.
    pub apache_httpd: ApacheHttpd,
    /// Settings for nginx.
    pub nginx: Nginx,
}

/// Where telemetry is sent.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Exporter {
    /// The collector's address, with scheme and port.
    pub endpoint: Option<String>,
    /// Certificates.
    pub tls: Option<Tls>,
}

/// Certificates: paths, absolute or below the Secret or ConfigMap that is mounted.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Tls {
    /// The Secret that holds certificate and key.
    #[serde(rename = "secretName")]
    pub secret_name: Option<String>,
    /// The ConfigMap that holds the authority's certificate.
    #[serde(rename = "configMapName")]
    pub config_map_name: Option<String>,
    /// The authority's certificate.
    pub ca_file: Option<String>,
    /// The client's certificate.
    pub cert_file: Option<String>,
    /// The client's key.
    pub key_file: Option<String>,
}

/// What every signal says of its origin.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Resource {
    /// Attributes in addition to those found in the pod.
    #[serde(rename = "resourceAttributes")]
    pub attributes: BTreeMap<String, String>,
    /// Whether uids are added.
    #[serde(rename = "addK8sUIDAttributes")]
    pub add_k8s_uid_attributes: bool,
}

/// Which traces are kept.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Sampler {
    /// The sampler's name, as in OTEL_TRACES_SAMPLER.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Its argument, as in OTEL_TRACES_SAMPLER_ARG.
    pub argument: Option<String>,
}

/// Ways of finding values that are not given.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Defaults {
    /// Whether the labels `app.kubernetes.io/…` name service and version.
    pub use_labels_for_resource_attributes: bool,
}

/// An environment variable, as Kubernetes knows it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvVar {
    /// Its name.
    pub name: String,
    /// Its value.
    #[serde(default)]
    pub value: Option<String>,
    /// Where its value comes from otherwise.
    #[serde(default)]
    pub value_from: Option<Json>,
}

/// Resources of a container. An empty mapping is given and means none; null or nothing means the defaults.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Resources {
    /// The most it may use.
    pub limits: Option<BTreeMap<String, Quantity>>,
    /// What it is sure to get.
    pub requests: Option<BTreeMap<String, Quantity>>,
    /// Dynamic resource claims, passed on as they are.
    pub claims: Option<Json>,
}

/// A quantity such as `200Mi`, kept as it was written; a bare number is one too.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Quantity {
    /// `200Mi`.
    Text(String),
    /// `2`.
    Number(serde_json::Number),
}
