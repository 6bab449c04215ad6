package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.engine.ModelDefaults;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.JarState;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCatalogTest {
  @TempDir private Path temp;

  @Test
  void whatPluginsDeclareIsListedWholeAndCombinesWithAllOthers() {
    PluginJar.of("mine", "1.0.0")
        .source(
            "demo.Mine",
            """
            package demo;
            import dev.kiln.spi.hook.SamplerProvider;
            import dev.kiln.spi.sampling.*;
            @org.pf4j.Extension
            @dev.kiln.spi.index.OffersSampler(
                name = "Mine", aliases = "k_mine", schedule = "karras",
                traits = {SamplerInfo.Trait.USES_ENSD, SamplerInfo.Trait.SECOND_ORDER})
            public class Mine implements SamplerProvider {
              public Sampler create() { return null; }
            }
            """)
        .source(
            "demo.Steep",
            """
            package demo;
            import dev.kiln.spi.hook.ScheduleProvider;
            import dev.kiln.spi.sampling.*;
            @org.pf4j.Extension
            @dev.kiln.spi.index.OffersSchedule(
                name = "steep", label = "Steep", aliases = "very_steep", rho = 3, needsTable = true)
            public class Steep implements ScheduleProvider {
              public double[] sigmas(ScheduleCall call) { return null; }
            }
            """)
        .dropInto(temp.resolve("plugins"), "mine.jar");
    var settings =
        new RuntimeSettings(
            temp.resolve("plugins"), temp.resolve("home"), false, "0.1.0", HostPlaces.NONE);
    try (PluginRuntime plugins = new PluginRuntime(settings, Map.of())) {
      ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
      ModelCatalog models = new ModelCatalog(temp, hashes);
      ServerCatalog catalog =
          new ServerCatalog(models, plugins.services(), new ModelDefaults(models, plugins));
      assertThat(name(catalog, "mine")).contains("Mine");
      assertThat(name(catalog, "Mine Karras")).contains("Mine");
      assertThat(name(catalog, "Mine Steep")).contains("Mine");
      assertThat(name(catalog, "Euler a steep")).contains("Euler a");
      assertThat(name(catalog, "DPM++ SDE Karras")).contains("DPM++ SDE");
      assertThat(name(catalog, "Mine Shallow")).isEmpty();
      assertThat(name(catalog, "K_MINE very_steep")).contains("Mine");
      assertThat(catalog.samplers()).extracting(SamplerInfo::name).endsWith("Euler CFG++", "Mine");
      assertThat(catalog.samplers())
          .last()
          .isEqualTo(
              SamplerInfo.of("Mine", "k_mine")
                  .withSchedule("karras")
                  .with(Trait.USES_ENSD, Trait.SECOND_ORDER));
      assertThat(catalog.schedules())
          .last()
          .isEqualTo(new ScheduleInfo("steep", "Steep", List.of("very_steep"), 3, true));
      assertThat(plugins.report().plugins())
          .extracting(PluginLine::state)
          .containsExactly(JarState.IDLE);
    }
  }

  private static Optional<String> name(ServerCatalog catalog, String wanted) {
    return catalog.sampler(wanted).map(SamplerInfo::name);
  }
}
