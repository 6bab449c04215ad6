package dev.kiln.plugin.textualinversion;

import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.testkit.PromptProcessorContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class InversionPromptsContractTest extends PromptProcessorContract {
  @TempDir private Path folder;

  @Override
  protected PromptProcessor processor() {
    return new InversionWords(Fixtures.library(folder));
  }

  @Override
  protected String prompt() {
    return "a girl, EasyNegative AND meadow";
  }
}
