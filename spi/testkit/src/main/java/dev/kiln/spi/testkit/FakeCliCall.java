package dev.kiln.spi.testkit;

import dev.kiln.spi.host.CliCall;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of a command, for tests that call it directly.
 *
 * @param printed what went to stdout
 * @param said what went to stderr
 */
public record FakeCliCall(List<String> parameters, List<String> printed, List<String> said)
    implements CliCall {
  public FakeCliCall(String... parameters) {
    this(List.of(parameters), new ArrayList<>(), new ArrayList<>());
  }

  @Override
  public void print(String line) {
    printed.add(line);
  }

  @Override
  public void say(String line) {
    said.add(line);
  }
}
