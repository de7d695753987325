{{/* Room is left for "-mllp" and for what controllers append to names of at most 63 characters. */}}
{{- define "trialward.name" -}}
{{- $name := .Values.nameOverride | default (ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) (contains .Chart.Name .Release.Name)) -}}
{{- $name | trunc 45 | trimSuffix "-" -}}
{{- end }}

{{- define "trialward.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "trialward.labels" -}}
{{ include "trialward.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 }}
{{- end }}

{{- define "trialward.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* trialward.yaml as the program reads it: the free settings and the listeners, which ports and Services follow. */}}
{{- define "trialward.settings" -}}
{{- $settings := deepCopy .Values.config -}}
{{- with .Values.mllp.listeners -}}
{{- $settings = mergeOverwrite $settings (dict "trialward" (dict "hl7" (dict "listeners" .))) -}}
{{- end -}}
{{- if $settings -}}
{{- toYaml $settings -}}
{{- end -}}
{{- end }}
