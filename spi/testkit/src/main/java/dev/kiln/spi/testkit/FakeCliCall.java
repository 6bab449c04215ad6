package dev.kiln.spi.testkit;

import dev.kiln.spi.host.CliCall;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of a command, for tests that call it directly.
 *
 * @param options the record that the command declares as {@code @Command(options)}; any other where
 *     it declares none
 * @param printed what went to stdout
 * @param said what went to stderr
 */
public record FakeCliCall(
    List<String> parameters, Record options, List<String> printed, List<String> said)
    implements CliCall {
  private record None() {}

  public FakeCliCall(String... parameters) {
    this(new None(), parameters);
  }

  public FakeCliCall(Record options, String... parameters) {
    this(List.of(parameters), options, new ArrayList<>(), new ArrayList<>());
  }

  @Override
  public <T extends Record> T options(Class<T> type) {
    return type.cast(options);
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
