package dev.kiln.springai.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kiln.api.Kiln;
import dev.kiln.api.KilnException;
import dev.kiln.client.KilnClient;
import dev.kiln.host.testing.TinyModel;
import dev.kiln.springai.KilnImageMetadata;
import dev.kiln.springai.KilnImageModel;
import dev.kiln.springai.KilnImageOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What Spring Boot makes of properties, with engines that draw. */
class KilnImageAutoConfigurationTest {
  private static final String IMAGE = "spring.ai.kiln.image.";

  @TempDir static Path folder;
  private static ApplicationContextRunner runner;

  @BeforeAll
  static void prepare() throws IOException {
    runner =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    KilnImageAutoConfiguration.class, KilnHealthAutoConfiguration.class))
            .withPropertyValues(
                IMAGE + "models=" + TinyModel.copyTo(folder.resolve("models")),
                IMAGE + "home=" + folder.resolve("home"));
  }

  @Test
  void anEngineDrawsWithTheOptionsOfTheProperties() {
    AtomicReference<Kiln> opened = new AtomicReference<>();
    runner
        .withPropertyValues(
            IMAGE + "threads=1",
            IMAGE + "options.width=64",
            IMAGE + "options.height=64",
            IMAGE + "options.steps=2",
            IMAGE + "options.cfg-scale=3",
            IMAGE + "options.negative-prompt=rain",
            IMAGE + "options.sampler=Heun",
            IMAGE + "options.seed=5")
        .run(
            context -> {
              opened.set(context.getBean(Kiln.class));
              ImageResponse response =
                  context.getBean(ImageModel.class).call(new ImagePrompt("a girl"));
              KilnImageMetadata metadata = (KilnImageMetadata) response.getResult().getMetadata();
              assertThat(metadata.seed()).isEqualTo(5);
              assertThat(metadata.infotext())
                  .startsWith("a girl\nNegative prompt: rain\nSteps: 2, ")
                  .contains("Sampler: Heun", "CFG scale: 3", "Size: 64x64");
              Health health = context.getBean(HealthIndicator.class).health();
              assertThat(health.getStatus()).isEqualTo(Status.UP);
              assertThat(health.getDetails())
                  .containsEntry("models", List.of("tiny"))
                  .containsEntry("unusablePlugins", List.of());
            });
    assertThat(catchThrowable(() -> opened.get().models()))
        .as("it closes with the application")
        .isInstanceOf(KilnException.class);
  }

  @Test
  void beansOfTheApplicationStandOverIt() {
    Kiln own = KilnClient.connect("http://127.0.0.1:1");
    runner
        .withBean("own", Kiln.class, () -> own)
        .run(
            context -> {
              assertThat(context).getBean(Kiln.class).isSameAs(own);
              assertThat(context).hasSingleBean(KilnImageModel.class);
            });
  }

  @Test
  void anotherImageModelIsChosenByName() {
    runner
        .withPropertyValues("spring.ai.model.image=openai")
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean(Kiln.class)
                    .doesNotHaveBean(ImageModel.class)
                    .doesNotHaveBean(HealthIndicator.class));
    runner
        .withPropertyValues("spring.ai.model.image=kiln", IMAGE + "base-url=http://127.0.0.1:1")
        .run(context -> assertThat(context).hasSingleBean(ImageModel.class));
  }

  @Test
  void aHostElsewhereDrawsInPlaceOfAnEngine() {
    runner
        .withPropertyValues(
            IMAGE + "base-url=http://127.0.0.1:1",
            IMAGE + "api-key=k",
            IMAGE + "patience=1s",
            IMAGE + "timeout=5s")
        .run(
            context -> {
              assertThat(context).getBean(Kiln.class).isInstanceOf(KilnClient.class);
              Health health = context.getBean(HealthIndicator.class).health();
              assertThat(health.getStatus()).isEqualTo(Status.DOWN);
              assertThat(health.getDetails())
                  .containsEntry("reason", KilnException.Reason.UNREACHABLE);
            });
  }

  @Test
  void healthIsForApplicationsThatHaveTheActuatorAndWantIt() {
    ApplicationContextRunner far = runner.withPropertyValues(IMAGE + "base-url=http://127.0.0.1:1");
    far.withPropertyValues("management.health.kiln.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    far.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(KilnImageModel.class)
                    .doesNotHaveBean("kilnHealthIndicator"));
  }

  @Test
  void aFolderThatIsNotThereEndsTheStartWithASentence() {
    Path none = folder.resolve("none");
    runner
        .withPropertyValues(IMAGE + "models=" + none)
        .run(
            context -> {
              assertThat(context).hasFailed();
              FailureAnalysis analysis =
                  new KilnFailureAnalyzer().analyze(context.getStartupFailure());
              assertThat(analysis.getDescription())
                  .startsWith("Kiln cannot be opened: there are no models at " + none);
              assertThat(analysis.getAction())
                  .isEqualTo("Correct the properties spring.ai.kiln.image.*, or what they name.");
            });
  }

  @Test
  void optionsOfPluginsAreTyped() {
    runner
        .withPropertyValues(
            IMAGE + "base-url=http://127.0.0.1:1",
            IMAGE + "options.plugins.freeu.b1=1.3",
            IMAGE + "options.plugins.hires-fix.enabled=true",
            IMAGE + "options.plugins.hires-fix.upscaler=Latent")
        .run(
            context -> {
              KilnImageOptions options = context.getBean(KilnImageProperties.class).options();
              assertThat(options.getPlugins())
                  .isEqualTo(
                      Map.of(
                          "freeu", Map.of("b1", 1.3),
                          "hires-fix", Map.of("enabled", true, "upscaler", "Latent")));
            });
  }
}
