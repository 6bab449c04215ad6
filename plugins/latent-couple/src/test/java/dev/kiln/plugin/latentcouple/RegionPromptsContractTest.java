package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.testkit.PromptProcessorContract;
import java.util.List;

class RegionPromptsContractTest extends PromptProcessorContract {
  private final RegionPrompts prompts = TestingOptions.prompts();

  @Override
  protected PromptProcessor processor() {
    return prompts;
  }

  @Override
  protected List<Record> options() {
    return List.of(TestingOptions.with("merge", true));
  }

  @Override
  protected String prompt() {
    return "meadow AND a girl :1.2 AND a boy";
  }
}
