package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** A contract class run as JUnit would run it. */
final class ContractRun {
  private ContractRun() {}

  /** The names of the contract's tests that fail. */
  static String[] broken(Class<?> contract) {
    TestExecutionSummary summary = run(DiscoverySelectors.selectClass(contract));
    assertThat(summary.getTestsFoundCount()).isPositive();
    return failures(summary);
  }

  /** The same of a contract that has so many tests. */
  static String[] broken(Class<?> contract, int tests) {
    TestExecutionSummary summary = run(DiscoverySelectors.selectClass(contract));
    assertThat(summary.getTestsFoundCount()).isEqualTo(tests);
    return failures(summary);
  }

  private static String[] failures(TestExecutionSummary summary) {
    return summary.getFailures().stream()
        .map(failure -> failure.getTestIdentifier().getDisplayName().replace("()", ""))
        .toArray(String[]::new);
  }

  /** Whether one of the contract's tests fails, without running the others. */
  static boolean breaks(Class<?> contract, String test) {
    return breaks(DiscoverySelectors.selectMethod(contract, test));
  }

  /** The same of a contract that is nested in the class. */
  static boolean breaks(Class<?> contract, Class<?> nested, String test) {
    return breaks(DiscoverySelectors.selectNestedMethod(List.of(contract), nested, test));
  }

  private static boolean breaks(DiscoverySelector test) {
    TestExecutionSummary summary = run(test);
    assertThat(summary.getTestsFoundCount()).isOne();
    return summary.getTestsFailedCount() == 1;
  }

  private static TestExecutionSummary run(DiscoverySelector selector) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selector).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }
}
