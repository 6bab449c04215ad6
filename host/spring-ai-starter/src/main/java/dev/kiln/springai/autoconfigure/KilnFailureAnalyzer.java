package dev.kiln.springai.autoconfigure;

import dev.kiln.api.KilnException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the sentence of a Kiln that cannot be opened in place of a stack trace. */
final class KilnFailureAnalyzer extends AbstractFailureAnalyzer<KilnException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, KilnException cause) {
    return new FailureAnalysis(
        "Kiln cannot be opened: " + cause.getMessage(),
        "Correct the properties " + KilnImageProperties.PREFIX + ".*, or what they name.",
        cause);
  }
}
