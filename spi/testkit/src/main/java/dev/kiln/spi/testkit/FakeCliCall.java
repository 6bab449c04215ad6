package dev.kiln.spi.testkit;

import dev.kiln.host.image.OutputPlace;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.CliOutput;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of a command, for tests that call it directly.
 *
 * @param flags what was typed
 * @param input what is written to it
 * @param printed what went to stdout; bytes as letters of Latin-1
 * @param said what went to stderr
 */
public record FakeCliCall(
    List<String> parameters,
    Flags flags,
    InputStream input,
    List<String> printed,
    List<String> said)
    implements CliCall {
  /** A command that nothing is written to. */
  public FakeCliCall(
      List<String> parameters, Flags flags, List<String> printed, List<String> said) {
    this(parameters, flags, InputStream.nullInputStream(), printed, said);
  }

  /** Binds what was typed to the record that a command declares. */
  public interface Flags {
    <T extends Record> T bind(Class<T> type);
  }

  private record None() {}

  /** A command without flags. */
  public FakeCliCall(String... parameters) {
    this(List.of(parameters), given(new None()), new ArrayList<>(), new ArrayList<>());
  }

  /**
   * @param flags the record that the command declares as {@code @Command(options)}
   */
  public FakeCliCall(Record flags, String... parameters) {
    this(List.of(parameters), given(flags), new ArrayList<>(), new ArrayList<>());
  }

  private static Flags given(Record flags) {
    return new Flags() {
      @Override
      public <T extends Record> T bind(Class<T> type) {
        return type.cast(flags);
      }
    };
  }

  @Override
  public <T extends Record> T options(Class<T> type) {
    return flags.bind(type);
  }

  @Override
  public CliOutput output(Path file) {
    return file.equals(Path.of("-"))
        ? content -> printed.add(new String(content, StandardCharsets.ISO_8859_1))
        : OutputPlace.output(file);
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
