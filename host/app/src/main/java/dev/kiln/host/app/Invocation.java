package dev.kiln.host.app;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a command is started with.
 *
 * @param out for results, and nothing else
 * @param err for everything else
 * @param environment its variables
 */
record Invocation(
    InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {}
