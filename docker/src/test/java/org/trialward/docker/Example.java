package org.trialward.docker;

/** Values that a site might say: as few as can be, and nearly all. */
final class Example {
  static final String MINIMAL =
      """
      image: {repository: registry.example/trialward}
      database: {url: "jdbc:postgresql://database:5432/trialward", secret: {name: database}}
      trials: {configMap: trials}
      """;

  static final String FULL =
      """
      image: {repository: registry.example/trialward, tag: 1.0.1, pullSecrets: [registry]}
      database: {url: "jdbc:postgresql://database:5432/trialward", secret: {name: database}}
      trials: {configMap: trials}
      replicas: 2
      secrets: [emr]
      site: {name: General Hospital, zone: Europe/Berlin}
      config: {trialward: {emr: {url: "https://emr.example/fhir"}}}
      mllp:
        listeners:
          - {name: lab, port: 2575, tls: {key-store: /run/secrets/trialward/m.p12, key-password: "${mllp.key}"}}
          - {name: wards, port: 2576, mode: hint}
        service: {type: LoadBalancer, sourceRanges: [10.20.0.0/16]}
      ingress: {enabled: true, className: nginx, host: trialward.example, tlsSecret: certificate}
      networkPolicy:
        http: {from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}}]}
        mllp: {from: [{ipBlock: {cidr: 10.20.0.0/16}}]}
        database: {to: [{podSelector: {matchLabels: {app: postgres}}}]}
        egress: [{to: [{ipBlock: {cidr: 10.1.2.3/32}}], ports: [{port: 443}]}]
      autoscaling: {enabled: true, max: 3}
      data: {size: 20Gi, storageClass: fast}
      volumes: [{name: log, persistentVolumeClaim: {claimName: screening-log}}]
      volumeMounts: [{name: log, mountPath: /log}]
      nodeSelector: {zone: clinical}
      tolerations: [{key: clinical, operator: Exists}]
      affinity: {podAntiAffinity: {}}
      priorityClassName: clinical
      serviceAccountName: trialward
      podAnnotations: {team: research}
      podLabels: {team: research}
      env: [{name: JAVA_TOOL_OPTIONS, value: "-Xlog:gc"}]
      """;

  private Example() {}
}
