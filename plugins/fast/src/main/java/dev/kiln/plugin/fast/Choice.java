package dev.kiln.plugin.fast;

import java.util.List;
import java.util.Map;

/**
 * What a pace stands for on this machine.
 *
 * @param fields of a request: {@code plugins} and {@code attention}; none where nothing is faster
 * @param warnings what the user should know of the choice, a sentence each
 */
record Choice(Map<String, Object> fields, List<String> warnings) {}
