/**
 * A hospital's EMR for tests and the demo: a real HAPI FHIR JPA R4 server with an empty in-memory
 * database, run as a process of its own.
 *
 * <p>It is not part of the product and knows nothing of it. It has its own build because HAPI's JPA
 * server needs an older Spring and Hibernate than the product uses. One process serves a whole test
 * run: starting it costs ten to forty seconds on two cores, so never start it per test class.
 *
 * <pre>
 * java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar emr-sim/target/emr-sim-1.0.0-SNAPSHOT.jar \
 *     --server.port=0 --emr-sim.port-file=/tmp/emr.port
 * emr-sim ready: http://127.0.0.1:41937/fhir
 * </pre>
 *
 * <p>Standard output carries that one line and nothing else; the log goes to standard error and
 * never contains a resource.
 *
 * <p>The rooms: {@link org.trialward.emrsim.Database} holds the records, {@link
 * org.trialward.emrsim.RecordKeeping} says how FHIR is stored and searched, {@link
 * org.trialward.emrsim.FhirEndpoint} puts it on HTTP, {@link
 * org.trialward.emrsim.BearerTokenFilter} guards it when told to, {@link
 * org.trialward.emrsim.BulkExportPace} makes {@code $export} finish in seconds, and {@link
 * org.trialward.emrsim.Readiness} tells whoever started us where we are. Settings and measured
 * figures are in the module's README.
 */
@NullMarked
package org.trialward.emrsim;

import org.jspecify.annotations.NullMarked;
