package dev.kiln.springai.autoconfigure;

import dev.kiln.api.Kiln;
import dev.kiln.api.KilnException;
import dev.kiln.api.ModelInfo;
import dev.kiln.api.PluginInfo;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up where there are models to draw with. Names them, and the plugins that cannot be used. */
final class KilnHealthIndicator implements HealthIndicator {
  private final Kiln kiln;

  KilnHealthIndicator(Kiln kiln) {
    this.kiln = kiln;
  }

  @Override
  public Health health() {
    try {
      List<String> models = kiln.models().stream().map(ModelInfo::name).toList();
      return (models.isEmpty() ? Health.down() : Health.up())
          .withDetail("models", models)
          .withDetail("unusablePlugins", unusable())
          .build();
    } catch (KilnException e) {
      return Health.down()
          .withDetail("reason", e.reason())
          .withDetail("error", e.getMessage())
          .build();
    }
  }

  private List<String> unusable() {
    return kiln.plugins().stream()
        .filter(plugin -> plugin.state().equals("failed"))
        .map(KilnHealthIndicator::line)
        .toList();
  }

  private static String line(PluginInfo plugin) {
    return plugin.id() + ": " + plugin.reason();
  }
}
