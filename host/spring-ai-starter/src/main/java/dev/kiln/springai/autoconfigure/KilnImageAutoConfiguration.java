package dev.kiln.springai.autoconfigure;

import dev.kiln.api.Kiln;
import dev.kiln.client.KilnClient;
import dev.kiln.springai.KilnImageModel;
import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * A {@link Kiln}, which closes with the application, and Spring AI's image model over it. Beans of
 * the application's own stand over both. {@code spring.ai.model.image}, where it is set, must be
 * {@code kiln}.
 */
@AutoConfiguration
@ConditionalOnProperty(
    name = SpringAIModelProperties.IMAGE_MODEL,
    havingValue = "kiln",
    matchIfMissing = true)
@EnableConfigurationProperties(KilnImageProperties.class)
public final class KilnImageAutoConfiguration {
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Kiln kiln(KilnImageProperties properties) {
    String baseUrl = properties.baseUrl();
    if (baseUrl == null || baseUrl.isBlank()) {
      return Kiln.open(properties::apply);
    }
    KilnClient.Builder client =
        KilnClient.builder(baseUrl).patience(properties.patience()).timeout(properties.timeout());
    String key = properties.apiKey();
    if (key != null && !key.isBlank()) {
      client.apiKey(key);
    }
    return client.build();
  }

  @Bean
  @ConditionalOnMissingBean
  KilnImageModel kilnImageModel(Kiln kiln, KilnImageProperties properties) {
    return new KilnImageModel(kiln, properties.options());
  }
}
