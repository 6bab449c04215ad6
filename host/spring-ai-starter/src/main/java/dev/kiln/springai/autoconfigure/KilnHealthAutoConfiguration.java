package dev.kiln.springai.autoconfigure;

import dev.kiln.api.Kiln;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of Kiln, where the application has the actuator. */
@AutoConfiguration(after = KilnImageAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
public final class KilnHealthAutoConfiguration {
  // Not at the class: without the actuator, the conditions themselves are not there.
  @Bean
  @ConditionalOnBean(Kiln.class)
  @ConditionalOnEnabledHealthIndicator("kiln")
  @ConditionalOnMissingBean(name = "kilnHealthIndicator")
  KilnHealthIndicator kilnHealthIndicator(Kiln kiln) {
    return new KilnHealthIndicator(kiln);
  }
}
