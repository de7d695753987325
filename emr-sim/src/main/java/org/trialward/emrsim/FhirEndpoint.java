package org.trialward.emrsim;

import ca.uhn.fhir.batch2.jobs.export.BulkDataExportProvider;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.interceptor.CascadingDeleteInterceptor;
import ca.uhn.fhir.jpa.provider.DaoRegistryResourceSupportedSvc;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.IResourceSupportedSvc;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.Set;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The records on HTTP: FHIR R4 at {@value #PATH}. */
@Configuration(proxyBeanMethods = false)
class FhirEndpoint {

  static final String PATH = "/fhir";

  /** Small enough that a client which forgets to follow {@code next} is found out. */
  private static final int DEFAULT_PAGE = 20;

  private static final int LARGEST_PAGE = 500;

  @Bean
  DatabaseBackedPagingProvider paging() {
    var paging = new DatabaseBackedPagingProvider();
    paging.setDefaultPageSize(DEFAULT_PAGE);
    paging.setMaximumPageSize(LARGEST_PAGE);
    return paging;
  }

  @Bean
  IResourceSupportedSvc supportedResources(DaoRegistry daos) {
    return new DaoRegistryResourceSupportedSvc(daos);
  }

  @Bean
  RestfulServer fhirServer(
      FhirContext fhir,
      ResourceProviderFactory resourceProviders,
      IJpaSystemProvider systemProvider,
      BulkDataExportProvider bulkExport,
      CascadingDeleteInterceptor cascadingDelete,
      DatabaseBackedPagingProvider paging) {
    var server = new RestfulServer(fhir);
    server.registerProviders(resourceProviders.createProviders());
    server.registerProviders(systemProvider, bulkExport);
    server.registerInterceptor(cascadingDelete);
    server.setPagingProvider(paging);
    server.setDefaultResponseEncoding(EncodingEnum.JSON);
    return server;
  }

  /** Started with the web server, not on the first request, so that "ready" means ready. */
  @Bean
  ServletRegistrationBean<RestfulServer> fhirServlet(
      RestfulServer server,
      IFhirSystemDao<?, ?> systemDao,
      JpaStorageSettings storage,
      ISearchParamRegistry searchParameters,
      IValidationSupport validation) {
    var capabilities =
        new JpaCapabilityStatementProvider(
            server, systemDao, storage, searchParameters, validation);
    capabilities.setImplementationDescription("emr-sim: a simulated EMR");
    server.setServerConformanceProvider(capabilities);
    var servlet = new ServletRegistrationBean<>(server, PATH + "/*");
    servlet.setLoadOnStartup(1);
    return servlet;
  }

  @Bean
  FilterRegistrationBean<BearerTokenFilter> guard(Settings settings, FhirContext fhir) {
    var token = settings.token();
    var guard =
        new FilterRegistrationBean<>(new BearerTokenFilter(token == null ? "" : token, fhir));
    guard.setEnabled(token != null);
    return guard;
  }

  /**
   * A reference by our own absolute URL means the record here. The port is known only now, and
   * without this HAPI would keep such a reference as one to a foreign server.
   */
  @Bean
  ApplicationListener<ServletWebServerInitializedEvent> ownUrls(JpaStorageSettings storage) {
    return started -> storage.setTreatBaseUrlsAsLocal(urls(started.getWebServer().getPort()));
  }

  private static Set<String> urls(int port) {
    return Set.of("http://127.0.0.1:" + port + PATH, "http://localhost:" + port + PATH);
  }
}
