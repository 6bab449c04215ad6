package dev.kiln.plugin.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.TinyModel;
import dev.kiln.spi.generate.Prompts.TagScope;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingGeneration;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags that act in the part of the prompt where they stand, in whole generations. */
class PartsTest {
  private static final PromptProcessor BY_PART =
      (prompts, request) -> prompts.withScope(TagScope.PART);

  @TempDir Path folder;
  private LoraLibrary library;

  @BeforeEach
  void write() throws IOException {
    Path tiny = TinyModel.copyTo(folder).resolve("tiny");
    library =
        FakeModels.of(
                folder,
                TinyLora.write(tiny, folder.resolve("a.safetensors"), 1),
                TinyLora.write(tiny, folder.resolve("b.safetensors"), 2))
            .library();
  }

  private float[] latents(boolean byPart, String prompt) {
    TestingGeneration generation = TestingGeneration.standard().prompt(prompt);
    if (byPart) {
      generation = generation.plugin("regions", BY_PART);
    }
    return generation
        .plugin("lora", new LoraPrompts(library))
        .plugin("lora", Fixtures.patcher())
        .plugin("lora", new LoraRows())
        .run()
        .latents()
        .data();
  }

  private static double difference(float[] a, float[] b) {
    return GraphRunner.difference(a, b);
  }

  @Test
  void aPartOfWeightNothingTakesItsTagWithIt() {
    String shared = "meadow AND girl";
    float[] plain = latents(true, shared);
    assertThat(difference(latents(true, shared + " <lora:a:1>"), plain)).isGreaterThan(1e-3);
    float[] without = latents(true, "meadow AND girl :0");
    assertThat(difference(latents(true, "meadow AND girl <lora:a:1> :0"), without))
        .isLessThan(1e-4);
    assertThat(difference(latents(false, "meadow AND girl <lora:a:1> :0"), without))
        .as("in the whole picture it acts all the same")
        .isGreaterThan(1e-3);
  }

  @Test
  void eachPartHasItsOwn() {
    float[] apart = latents(true, "meadow <lora:a:1> AND girl <lora:b:1>");
    assertThat(difference(latents(true, "girl <lora:b:1> AND meadow <lora:a:1>"), apart))
        .as("the order of parts does not matter")
        .isLessThan(1e-4);
    assertThat(difference(latents(true, "meadow <lora:b:1> AND girl <lora:a:1>"), apart))
        .isGreaterThan(1e-3);
    assertThat(difference(latents(false, "meadow <lora:a:1> AND girl <lora:b:1>"), apart))
        .isGreaterThan(1e-3);
  }
}
