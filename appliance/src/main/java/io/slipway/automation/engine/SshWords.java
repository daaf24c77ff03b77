package io.slipway.automation.engine;

/**
 * The options for {@code ssh} that hold where no variable says otherwise; each has a variable of its own, and they add up.
 *
 * @param usual {@code ansible_ssh_args}
 * @param common {@code ansible_ssh_common_args}
 * @param extra {@code ansible_ssh_extra_args}
 */
public record SshWords(String usual, String common, String extra) {

    public static final SshWords NONE = new SshWords("", "", "");
}
