package org.trialward.emrsim;

import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.ClientIdStrategyEnum;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.IdStrategyEnum;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.api.model.HistoryCountModeEnum;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.binary.api.IBinaryStorageSvc;
import ca.uhn.fhir.jpa.binstore.DatabaseBinaryContentStorageSvcImpl;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.ResourceCountCacheUtil;
import ca.uhn.fhir.jpa.dao.FulltextSearchSvcImpl;
import ca.uhn.fhir.jpa.dao.IFulltextSearchSvc;
import ca.uhn.fhir.jpa.dao.search.HSearchSortHelperImpl;
import ca.uhn.fhir.jpa.dao.search.IHSearchSortHelper;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.search.IStaleSearchDeletingSvc;
import ca.uhn.fhir.jpa.search.StaleSearchDeletingSvcImpl;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.jpa.subscription.match.config.SubscriptionProcessorConfig;
import ca.uhn.fhir.jpa.subscription.match.deliver.email.IEmailSender;
import ca.uhn.fhir.jpa.subscription.submit.config.SubscriptionSubmitterConfig;
import ca.uhn.fhir.jpa.util.ResourceCountCache;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.time.Duration;
import org.hl7.fhir.dstu2.model.Subscription.SubscriptionChannelType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** How the EMR keeps, finds and announces its records: HAPI's JPA engine and our choices for it. */
@Configuration(proxyBeanMethods = false)
@Import({
  JpaR4Config.class,
  ThreadPoolFactoryConfig.class,
  SubscriptionSubmitterConfig.class,
  SubscriptionProcessorConfig.class,
  SubscriptionChannelConfig.class,
  JpaBatch2Config.class,
  Batch2JobsConfig.class
})
class RecordKeeping {

  /** Between two looks for changes to announce; HAPI's own five seconds would slow every test. */
  private static final Duration NOTIFICATION_PAUSE = Duration.ofMillis(200);

  @Bean
  JpaStorageSettings storageSettings() {
    var storage = new JpaStorageSettings();
    hospitalIdentifiers(storage);
    freshAnswers(storage);
    references(storage);
    storage.setAllowMultipleDelete(true);
    storage.setExpungeEnabled(true);
    storage.setAllowContainsSearches(true);
    storage.setPreExpandValueSets(false);
    storage.setEnableTaskPreExpandValueSets(false);
    return storage;
  }

  /** A hospital brings its own ids, numeric ones too; ours are UUIDs so that they never collide. */
  private static void hospitalIdentifiers(JpaStorageSettings storage) {
    storage.setResourceClientIdStrategy(ClientIdStrategyEnum.ANY);
    storage.setResourceServerIdStrategy(IdStrategyEnum.UUID);
  }

  /**
   * What was written is found at once. By default HAPI answers a repeated search from a minute-old
   * result, counts the history from a cache and hands out an earlier export once more.
   */
  private static void freshAnswers(JpaStorageSettings storage) {
    storage.setReuseCachedSearchResultsForMillis(null);
    storage.setHistoryCountMode(HistoryCountModeEnum.COUNT_ACCURATE);
    storage.setEnableBulkExportJobReuse(false);
  }

  /**
   * References within this server must resolve, as in a real EMR; those to other servers are stored
   * as they are; {@code Practitioner?identifier=…} is resolved on the way in.
   */
  private static void references(JpaStorageSettings storage) {
    storage.setAllowInlineMatchUrlReferences(true);
    storage.setAllowExternalReferences(true);
    storage.setEnforceReferentialIntegrityOnWrite(true);
    storage.setEnforceReferentialIntegrityOnDelete(true);
  }

  @Bean
  SubscriptionSettings subscriptionSettings() {
    var subscriptions = new SubscriptionSettings();
    subscriptions.addSupportedSubscriptionType(SubscriptionChannelType.RESTHOOK);
    subscriptions.setSubscriptionIntervalInMs(NOTIFICATION_PAUSE.toMillis());
    return subscriptions;
  }

  @Bean
  PartitionSettings partitionSettings() {
    return new PartitionSettings();
  }

  @Bean
  IFulltextSearchSvc fulltextSearch() {
    return new FulltextSearchSvcImpl();
  }

  @Bean
  IHSearchSortHelper fulltextSort(ISearchParamRegistry searchParameters) {
    return new HSearchSortHelperImpl(searchParameters);
  }

  @Bean
  IStaleSearchDeletingSvc staleSearches() {
    return new StaleSearchDeletingSvcImpl();
  }

  /** Wanted by the system provider under exactly this name. */
  @Bean
  ResourceCountCache myResourceCountsCache(IFhirSystemDao<?, ?> systemDao) {
    return ResourceCountCacheUtil.newResourceCountCache(systemDao);
  }

  @Bean
  IBinaryStorageSvc binaryStorage() {
    return new DatabaseBinaryContentStorageSvcImpl();
  }

  /** Subscriptions by e-mail are not switched on, so nobody should ever ask. */
  @Bean
  IEmailSender emailSender() {
    return details -> {
      throw new UnsupportedOperationException("The simulated EMR sends no e-mail.");
    };
  }
}
