{{/* Everything that is missing or contradicts itself at once, a line each with its remedy. */}}
{{- define "trialward.check" -}}
{{- $lines := list -}}
{{- with .Values -}}
{{- if not .image.repository -}}
{{- $lines = append $lines "image.repository is not set: name the registry and repository where your image lies." -}}
{{- end -}}
{{- if not .database.url -}}
{{- $lines = append $lines "database.url is not set: name the PostgreSQL, e.g. jdbc:postgresql://database:5432/trialward." -}}
{{- end -}}
{{- if not .database.secret.name -}}
{{- $lines = append $lines "database.secret.name is not set: name the existing Secret with the database's password. There is no default." -}}
{{- end -}}
{{- if eq (empty .trials.configMap) (empty .trials.volume) -}}
{{- $lines = append $lines "trials: say either trials.configMap or trials.volume, where the trial files lie." -}}
{{- end -}}
{{- if and .ingress.enabled (not .ingress.host) -}}
{{- $lines = append $lines "ingress.host is not set: say under which name the pages are reached." -}}
{{- end -}}
{{- if and .serviceMonitor.enabled (not .serviceMonitor.secret) -}}
{{- $lines = append $lines "serviceMonitor.secret is not set: name the existing Secret with the key trialward.metrics.token; name it in secrets, too." -}}
{{- end -}}
{{- if dig "trialward" "hl7" "listeners" false .config -}}
{{- $lines = append $lines "config.trialward.hl7.listeners: say them as mllp.listeners, so that their ports are opened." -}}
{{- end -}}
{{- if and .autoscaling.enabled (gt (int .autoscaling.min) (int .autoscaling.max)) -}}
{{- $lines = append $lines "autoscaling.min is larger than autoscaling.max." -}}
{{- end -}}
{{- $lines = concat $lines (include "trialward.openSecrets" (dict "path" "config" "value" .config) | splitList "\n") -}}
{{- $lines = concat $lines (include "trialward.openSecrets" (dict "path" "mllp.listeners" "value" .mllp.listeners) | splitList "\n") -}}
{{- range .env -}}
{{- if .value -}}
{{- $lines = concat $lines (include "trialward.openSecrets" (dict "path" (printf "env.%s" .name) "value" .value) | splitList "\n") -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- with compact $lines -}}
{{- fail (printf "\n%s" (join "\n" .)) -}}
{{- end -}}
{{- end }}

{{/* A line for each secret below `value` that stands there in the open. */}}
{{- define "trialward.openSecrets" -}}
{{- $path := .path -}}
{{- if kindIs "map" .value -}}
{{- range $key, $value := .value -}}
{{- include "trialward.openSecrets" (dict "path" (printf "%s.%s" $path $key) "value" $value) -}}
{{- end -}}
{{- else if kindIs "slice" .value -}}
{{- range $number, $value := .value -}}
{{- include "trialward.openSecrets" (dict "path" (printf "%s[%d]" $path $number) "value" $value) -}}
{{- end -}}
{{- else if and (regexMatch "(?i)(password|token|secret)$" $path) .value (not (hasPrefix "${" (toString .value))) -}}
{{- printf "%s is a secret in the open: put it into a Secret that `secrets` names, the key being the setting's name; within a list any key, and say ${that key} here.\n" $path -}}
{{- end -}}
{{- end }}
