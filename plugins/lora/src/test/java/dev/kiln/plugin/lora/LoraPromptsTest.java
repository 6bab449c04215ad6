package dev.kiln.plugin.lora;

import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.testkit.PromptProcessorContract;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

class LoraPromptsTest extends PromptProcessorContract {
  @TempDir static Path folder;

  private final LoraPrompts prompts = new LoraPrompts(FakeModels.of(folder).library());

  @Override
  protected PromptProcessor processor() {
    return prompts;
  }

  @Override
  protected String prompt() {
    return "a <lora:cape:1> girl AND meadow <lyco:hat:0.5:1> :0.5";
  }

  @Override
  protected String negativePrompt() {
    return "<lora:cape:1>rain";
  }

  @Override
  protected Set<String> tags() {
    return Set.of(LoraTag.LORA, LoraTag.LYCO);
  }
}
