package dev.millrace.tables.skip;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.ProjectableDecodingFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * The format {@code millrace-skipping}: reads as {@code format} does, whose own options follow its
 * name as they do in a table's, and leaves out the {@code messages} that are listed.
 */
public final class SkippingFormatFactory implements DeserializationFormatFactory {
  public static final String IDENTIFIER = "millrace-skipping";

  public static final ConfigOption<String> INNER =
      ConfigOptions.key("format")
          .stringType()
          .noDefaultValue()
          .withDescription("The format that reads all other messages.");

  public static final ConfigOption<List<String>> MESSAGES =
      ConfigOptions.key("messages")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription("What is left out, each as its length in bytes, ':' and its SHA-256.");

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(INNER, MESSAGES);
  }

  /** A table is refused for options that no factory knows, so those of every format are known. */
  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    Set<ConfigOption<?>> options = new LinkedHashSet<>();
    for (Factory factory :
        ServiceLoader.load(Factory.class, Thread.currentThread().getContextClassLoader())) {
      if (factory instanceof DeserializationFormatFactory
          && !(factory instanceof SkippingFormatFactory)) {
        factory.requiredOptions().forEach(option -> options.add(under(factory, option)));
        factory.optionalOptions().forEach(option -> options.add(under(factory, option)));
      }
    }
    return options;
  }

  private static ConfigOption<?> under(Factory factory, ConfigOption<?> option) {
    ConfigOptions.OptionBuilder named =
        ConfigOptions.key(factory.factoryIdentifier() + "." + option.key());
    // Only the keys matter; those of a map are many.
    return ConfigurationUtils.canBePrefixMap(option)
        ? named.mapType().noDefaultValue()
        : named.stringType().noDefaultValue();
  }

  @Override
  public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
      DynamicTableFactory.Context context, ReadableConfig formatOptions) {
    FactoryUtil.validateFactoryOptions(requiredOptions(), Set.of(), formatOptions);
    String inner = formatOptions.get(INNER);
    DecodingFormat<DeserializationSchema<RowData>> format =
        FactoryUtil.discoverFactory(
                context.getClassLoader(), DeserializationFormatFactory.class, inner)
            .createDecodingFormat(context, optionsOf(inner, formatOptions));
    List<String> messages = List.copyOf(formatOptions.get(MESSAGES));
    return format instanceof ProjectableDecodingFormat
        ? new SkippingFormat.Projectable(
            (ProjectableDecodingFormat<DeserializationSchema<RowData>>) format, messages)
        : new SkippingFormat(format, messages);
  }

  private static Configuration optionsOf(String inner, ReadableConfig options) {
    String prefix = inner + ".";
    Map<String, String> own = new LinkedHashMap<>();
    options
        .toMap()
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                own.put(key.substring(prefix.length()), value);
              }
            });
    return Configuration.fromMap(own);
  }
}
