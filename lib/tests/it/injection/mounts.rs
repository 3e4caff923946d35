//! A server's own mount gives way to a copy of its configuration, and comes back byte for byte.

use crate::testing::texts::{round_trip, run};

const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: {name: servers}
spec: {exporter: {endpoint: http://c:4317}}
";

/// A Deployment of one server with these mounts, and more below them.
fn deployment(language: &str, mounts: &str) -> String {
    format!(
        "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-{language}: servers
    spec:
      containers:
      - name: web
        image: web:1
{mounts}      volumes:
      - name: settings
        configMap: {{name: settings}}
"
    )
}

#[test]
fn a_mount_that_gave_way_comes_back_in_its_place() {
    for mounts in [
        "        volumeMounts:\n        - name: settings\n          mountPath: /etc/nginx\n          readOnly: true\n",
        "        volumeMounts:\n        - mountPath: /etc/nginx # all of it\n          name: settings\n          subPath: a\n",
        "        volumeMounts: [{name: settings, mountPath: /etc/nginx, readOnly: true}]\n",
        "        volumeMounts: [{mountPath: /tmp, name: tmp}, {mountPath: /etc/nginx/nginx.conf, name: settings}]\n",
        "        volumeMounts:\n          # the site\n          - name: site\n            mountPath: /site\n\n          \
         # the server's settings\n          - name: settings\n            mountPath: \"/etc/nginx/nginx.conf\"\n            \
         subPath: nginx.conf # one file\n\n          - {name: tmp, mountPath: /tmp}\n        # behind\n",
        "        volumeMounts:\n        - &settings\n          name: settings\n          mountPath: /etc/nginx/conf.d\n        - name: tmp\n          \
         mountPath: /tmp\n",
        "        volumeMounts:\n        - {name: settings, mountPath: /etc/nginx}\n        - {name: settings, mountPath: /etc/nginx}\n",
        "        volumeMounts:\n        - {name: tmp, mountPath: /tmp}\n          # deeper\n        - {name: settings, mountPath: /etc/nginx}\n        \
         # below\n",
        "        volumeMounts:\n        - {name: tmp, mountPath: /tmp}\n          # deeper\n\n        # above\n        - name: settings\n          \
         mountPath: /etc/nginx\n          # deeper\n\n",
    ] {
        let injected = round_trip(&deployment("nginx", mounts), |task, text| run(task, text, INSTRUMENTATION).0);
        let (_, server) = injected.rsplit_once("containers:\n").expect("containers");
        assert!(server.contains("otel-nginx-conf-dir"), "{server}");
    }
}
