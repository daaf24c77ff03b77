package io.slipway.automation.transport.ssh;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import net.schmizz.sshj.common.Buffer.PlainBuffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/**
 * RFC 4252, section 7: asks whether the host would take the key, and signs if so. sshj's own works on private keys in memory; this one also
 * takes what an agent holds, and certificates as they are written.
 */
final class PublicKeyLogin extends AbstractAuthMethod {

    private final Identity identity;
    private final Consumer<String> failed;
    private final String certified;
    private final Deque<String> algorithms;

    /** @param failed hears why a signature could not be made */
    PublicKeyLogin(Identity identity, Consumer<String> failed) {
        super("publickey");
        this.failed = failed;
        this.identity = identity;
        String type = Blobs.type(identity.blob());
        boolean certificate = SshCertificate.isType(type);
        this.certified = certificate ? SshCertificate.SUFFIX : "";
        this.algorithms =
                new ArrayDeque<>(Signatures.algorithms(type.substring(0, type.length() - certified.length())));
    }

    @Override
    public boolean shouldRetry() {
        algorithms.poll();
        return !algorithms.isEmpty();
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return request(false);
    }

    private SSHPacket request(boolean signed) throws UserAuthException {
        return super.buildReq()
                .putBoolean(signed)
                .putString(algorithms.element() + certified)
                .putString(identity.blob());
    }

    /** What RFC 4252 calls SSH_MSG_USERAUTH_PK_OK: the host would take it. */
    @Override
    public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
        if (message != Message.USERAUTH_60) {
            super.handle(message, packet);
            return;
        }
        SSHPacket request = request(true);
        byte[] data = new PlainBuffer()
                .putString(params.getTransport().getSessionID())
                .putBuffer(request)
                .getCompactData();
        try {
            params.getTransport().write(request.putString(identity.sign(data, algorithms.element())));
        } catch (TransportException e) {
            throw e;
        } catch (IOException e) {
            failed.accept(identity.origin() + ": " + e.getMessage());
            throw new UserAuthException(identity.origin() + ": " + e.getMessage(), e);
        }
    }
}
